"use strict";

// What a ReadableStream does (streams.spec.whatwg.org, section 4), on records: the classes that a
// program sees hold one each. A read request is `{ chunk, close, error }`, three functions.

const { invalidState, Later, Queue } = require("internal/web_base");

/**
 * @typedef {object} Readable
 * @property {"readable" | "closed" | "errored"} state
 * @property {object | undefined} reader
 * @property {object} controller
 * @property {unknown} storedError
 * @property {boolean} disturbed
 */

/**
 * A stream with its controller, begun.
 * @param {object} made `start`, `pull`, `cancel`, `mark`, `size`
 * @param {(stream: Readable) => void} [ready] is called before the source starts
 * @returns {Readable}
 */
function create({ start, pull, cancel, mark, size }, ready = () => {}) {
  const stream = {
    state: "readable", reader: undefined, storedError: undefined, disturbed: false, showsBytes: false, shell: undefined,
  };
  const controller = {
    stream, queue: new Queue(), started: false, closeRequested: false, pullAgain: false, pulling: false,
    pull, cancel, mark, size, shell: undefined,
  };
  stream.controller = controller;
  ready(stream);
  const began = new Later();
  began.promise.then(
    () => {
      controller.started = true;
      pullIfWanted(controller);
    },
    (error) => fail(controller, error),
  );
  began.resolve(start(controller));
  return stream;
}

/** @param {Readable} stream @returns {boolean} */
function isLocked(stream) {
  return stream.reader !== undefined;
}

/**
 * @param {Readable} stream
 * @returns {object} the record of a reader that holds it
 */
function acquireReader(stream) {
  if (isLocked(stream)) throw invalidState("ReadableStream is locked");
  const reader = { stream, closed: new Later(), requests: [] };
  stream.reader = reader;
  if (stream.state === "closed") reader.closed.resolve();
  if (stream.state === "errored") reader.closed.reject(stream.storedError).handled();
  return reader;
}

/** @param {object} reader is parted from its stream; what it still waits for is refused */
function releaseReader(reader) {
  const { stream } = reader;
  const error = invalidState("Reader released");
  if (stream.state !== "readable") reader.closed = new Later();
  reader.closed.reject(error).handled();
  stream.reader = undefined;
  reader.stream = undefined;
  refuseRequests(reader, invalidState("Releasing reader"));
}

function refuseRequests(reader, error) {
  const { requests } = reader;
  reader.requests = [];
  for (const request of requests) request.error(error);
}

/** @param {object} reader @param {object} request is told the next chunk */
function read(reader, request) {
  const { stream } = reader;
  stream.disturbed = true;
  if (stream.state === "closed") return request.close();
  if (stream.state === "errored") return request.error(stream.storedError);
  const { controller } = stream;
  if (controller.queue.isEmpty) {
    reader.requests.push(request);
    pullIfWanted(controller);
    return undefined;
  }
  const chunk = controller.queue.take();
  if (controller.closeRequested && controller.queue.isEmpty) {
    forget(controller);
    closeStream(stream);
  } else pullIfWanted(controller);
  return request.chunk(chunk);
}

/**
 * @param {Readable} stream
 * @param {unknown} reason
 * @returns {Promise<undefined>}
 */
function cancelStream(stream, reason) {
  stream.disturbed = true;
  if (stream.state === "closed") return Promise.resolve();
  if (stream.state === "errored") return Promise.reject(stream.storedError);
  closeStream(stream);
  const { controller } = stream;
  controller.queue.clear();
  const result = controller.cancel(reason);
  forget(controller);
  return result.then(() => {});
}

function closeStream(stream) {
  stream.state = "closed";
  const { reader } = stream;
  if (reader === undefined) return;
  reader.closed.resolve();
  const { requests } = reader;
  reader.requests = [];
  for (const request of requests) request.close();
}

function errorStream(stream, error) {
  stream.state = "errored";
  stream.storedError = error;
  const { reader } = stream;
  if (reader === undefined) return;
  reader.closed.reject(error).handled();
  refuseRequests(reader, error);
}

/** What will not be asked again need not be kept. */
function forget(controller) {
  controller.pull = undefined;
  controller.cancel = undefined;
  controller.size = undefined;
}

/** @param {object} controller @returns {boolean} whether it takes more chunks */
function isOpen(controller) {
  return !controller.closeRequested && controller.stream.state === "readable";
}

/** @param {object} controller @returns {number | null} how much it would like to have more */
function desiredSize(controller) {
  if (controller.stream.state === "errored") return null;
  if (controller.stream.state === "closed") return 0;
  return controller.mark - controller.queue.total;
}

/** @param {object} controller @returns {boolean} whether its source is to be asked for more */
function wantsMore(controller) {
  if (!isOpen(controller) || !controller.started) return false;
  if (controller.stream.reader?.requests.length > 0) return true;
  return desiredSize(controller) > 0;
}

function pullIfWanted(controller) {
  if (!wantsMore(controller)) return;
  if (controller.pulling) {
    controller.pullAgain = true;
    return;
  }
  controller.pulling = true;
  controller.pull(controller).then(
    () => {
      controller.pulling = false;
      if (!controller.pullAgain) return;
      controller.pullAgain = false;
      pullIfWanted(controller);
    },
    (error) => fail(controller, error),
  );
}

/** @param {object} controller @param {unknown} chunk */
function enqueue(controller, chunk) {
  if (!isOpen(controller)) return;
  const { reader } = controller.stream;
  if (reader?.requests.length > 0) reader.requests.shift().chunk(chunk);
  else {
    try {
      controller.queue.add(chunk, controller.size(chunk));
    } catch (error) {
      fail(controller, error);
      throw error;
    }
  }
  pullIfWanted(controller);
}

/** @param {object} controller ends when what it holds is read */
function close(controller) {
  if (!isOpen(controller)) return;
  controller.closeRequested = true;
  if (!controller.queue.isEmpty) return;
  forget(controller);
  closeStream(controller.stream);
}

/** @param {object} controller @param {unknown} error ends its stream at once */
function fail(controller, error) {
  if (controller.stream.state !== "readable") return;
  controller.queue.clear();
  forget(controller);
  errorStream(controller.stream, error);
}

module.exports = {
  create, isLocked, acquireReader, releaseReader, read, cancelStream, isOpen, desiredSize, wantsMore, enqueue, close, fail,
};

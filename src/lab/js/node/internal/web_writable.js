"use strict";

// What a WritableStream does (streams.spec.whatwg.org, section 5), on records: the classes that a
// program sees hold one each.

const { invalidState, Later, Queue } = require("internal/web_base");

const END = Symbol("end");

/**
 * A stream with its controller, begun.
 * @param {object} made `start`, `write`, `close`, `abort`, `mark`, `size`
 * @param {(stream: object) => void} [ready] is called before the sink starts
 * @returns {object}
 */
function create({ start, write, close, abort, mark, size }, ready = () => {}) {
  const stream = {
    state: "writable", storedError: undefined, writer: undefined, inFlightWrite: undefined, closeRequest: undefined,
    inFlightClose: undefined, pendingAbort: undefined, writeRequests: [], backpressure: false, shell: undefined,
  };
  const controller = {
    stream, queue: new Queue(), started: false, write, close, abort, mark, size,
    aborter: new AbortController(), shell: undefined,
  };
  stream.controller = controller;
  setBackpressure(stream, desiredSize(controller) <= 0);
  ready(stream);
  const began = new Later();
  began.promise.then(
    () => {
      controller.started = true;
      advance(controller);
    },
    (error) => {
      controller.started = true;
      dealWithRejection(stream, error);
    },
  );
  began.resolve(start(controller));
  return stream;
}

/** @param {object} stream @returns {boolean} */
function isLocked(stream) {
  return stream.writer !== undefined;
}

/** @param {object} stream @returns {boolean} whether it was told to close and has not yet done so */
function isClosing(stream) {
  return stream.closeRequest !== undefined || stream.inFlightClose !== undefined;
}

/**
 * @param {object} stream
 * @returns {object} the record of a writer that holds it
 */
function acquireWriter(stream) {
  if (isLocked(stream)) throw invalidState("WritableStream is locked");
  const writer = { stream, ready: new Later(), closed: new Later() };
  stream.writer = writer;
  const { state, storedError } = stream;
  if (state === "erroring" || state === "errored") writer.ready.reject(storedError).handled();
  else if (state === "closed" || isClosing(stream) || !stream.backpressure) writer.ready.resolve();
  if (state === "closed") writer.closed.resolve();
  if (state === "errored") writer.closed.reject(storedError).handled();
  return writer;
}

/** @param {object} writer is parted from its stream */
function releaseWriter(writer) {
  const error = invalidState("Writer has been released");
  rejectNow(writer, "ready", error);
  rejectNow(writer, "closed", error);
  writer.stream.writer = undefined;
  writer.stream = undefined;
}

/** A promise that was kept is replaced by one that is broken. */
function rejectNow(writer, name, error) {
  if (!writer[name].isPending) writer[name] = new Later();
  writer[name].reject(error).handled();
}

/**
 * @param {object} stream
 * @param {unknown} reason
 * @returns {Promise<undefined>}
 */
function abortStream(stream, reason) {
  const isOver = () => stream.state === "closed" || stream.state === "errored";
  if (isOver()) return Promise.resolve();
  stream.controller.aborter.abort(reason);
  // Who listens to the signal may have ended it.
  if (isOver()) return Promise.resolve();
  if (stream.pendingAbort !== undefined) return stream.pendingAbort.later.promise;
  const wasErroring = stream.state === "erroring";
  const later = new Later();
  stream.pendingAbort = { later, reason: wasErroring ? undefined : reason, wasErroring };
  if (!wasErroring) startErroring(stream, reason);
  return later.promise;
}

/** @param {object} stream @returns {Promise<undefined>} */
function closeStream(stream) {
  if (stream.state === "closed" || stream.state === "errored") {
    return Promise.reject(invalidState("WritableStream is closed"));
  }
  const later = new Later();
  stream.closeRequest = later;
  const { writer, controller } = stream;
  if (writer !== undefined && stream.backpressure && stream.state === "writable") writer.ready.resolve();
  controller.queue.add(END, 0);
  advance(controller);
  return later.promise;
}

function dealWithRejection(stream, error) {
  if (stream.state === "writable") startErroring(stream, error);
  else finishErroring(stream);
}

function startErroring(stream, reason) {
  stream.state = "erroring";
  stream.storedError = reason;
  if (stream.writer !== undefined) rejectNow(stream.writer, "ready", reason);
  const isBusy = stream.inFlightWrite !== undefined || stream.inFlightClose !== undefined;
  if (!isBusy && stream.controller.started) finishErroring(stream);
}

function finishErroring(stream) {
  stream.state = "errored";
  const { controller, storedError, pendingAbort } = stream;
  controller.queue.clear();
  for (const request of stream.writeRequests) request.reject(storedError);
  stream.writeRequests = [];
  stream.pendingAbort = undefined;
  if (pendingAbort === undefined) {
    rejectClose(stream);
    return;
  }
  if (pendingAbort.wasErroring) {
    pendingAbort.later.reject(storedError);
    rejectClose(stream);
    return;
  }
  const result = controller.abort(pendingAbort.reason);
  forget(controller);
  result.then(
    () => {
      pendingAbort.later.resolve();
      rejectClose(stream);
    },
    (error) => {
      pendingAbort.later.reject(error);
      rejectClose(stream);
    },
  );
}

function rejectClose(stream) {
  stream.closeRequest?.reject(stream.storedError);
  stream.closeRequest = undefined;
  stream.writer?.closed.reject(stream.storedError).handled();
}

function setBackpressure(stream, backpressure) {
  const { writer } = stream;
  if (writer !== undefined && backpressure !== stream.backpressure) {
    if (backpressure) writer.ready = new Later();
    else writer.ready.resolve();
  }
  stream.backpressure = backpressure;
}

/** @param {object} controller @returns {number} */
function desiredSize(controller) {
  return controller.mark - controller.queue.total;
}

/** @param {object} writer @returns {number | null} how much its stream would like to have more */
function desiredSizeOf(writer) {
  const { state, controller } = writer.stream;
  if (state === "errored" || state === "erroring") return null;
  return state === "closed" ? 0 : desiredSize(controller);
}

/**
 * @param {object} writer
 * @param {unknown} chunk
 * @returns {Promise<undefined>}
 */
function write(writer, chunk) {
  const { stream } = writer;
  const { controller } = stream;
  const size = measure(controller, chunk);
  if (stream !== writer.stream) return Promise.reject(invalidState("Mismatched WritableStreams"));
  if (stream.state === "errored") return Promise.reject(stream.storedError);
  if (isClosing(stream) || stream.state === "closed") return Promise.reject(invalidState("WritableStream is closed"));
  if (stream.state === "erroring") return Promise.reject(stream.storedError);
  const request = new Later();
  stream.writeRequests.push(request);
  try {
    controller.queue.add(chunk, size);
  } catch (error) {
    failIfWritable(controller, error);
    return request.promise;
  }
  if (stream.state === "writable") setBackpressure(stream, desiredSize(controller) <= 0);
  advance(controller);
  return request.promise;
}

function measure(controller, chunk) {
  if (controller.size === undefined) return 1;
  try {
    return controller.size(chunk);
  } catch (error) {
    failIfWritable(controller, error);
    return 1;
  }
}

/** @param {object} writer @returns {Promise<undefined>} closes what is not yet closed */
function closeOnce(writer) {
  const { stream } = writer;
  if (isClosing(stream) || stream.state === "closed") return Promise.resolve();
  if (stream.state === "errored") return Promise.reject(stream.storedError);
  return closeStream(stream);
}

/** @param {object} controller @param {unknown} error */
function failIfWritable(controller, error) {
  if (controller.stream.state !== "writable") return;
  forget(controller);
  startErroring(controller.stream, error);
}

function forget(controller) {
  controller.write = undefined;
  controller.close = undefined;
  controller.abort = undefined;
  controller.size = undefined;
}

/** Gives the sink what comes next, when it is free. */
function advance(controller) {
  const { stream, queue } = controller;
  if (!controller.started || stream.inFlightWrite !== undefined) return;
  if (stream.state === "erroring") {
    finishErroring(stream);
    return;
  }
  if (queue.isEmpty) return;
  const next = queue.first();
  if (next === END) closeSink(controller);
  else writeSink(controller, next);
}

function closeSink(controller) {
  const { stream } = controller;
  const request = stream.closeRequest;
  stream.inFlightClose = request;
  stream.closeRequest = undefined;
  controller.queue.take();
  const result = controller.close();
  forget(controller);
  result.then(
    () => {
      request.resolve();
      stream.inFlightClose = undefined;
      if (stream.state === "erroring") {
        // It has closed before the abort could take hold.
        stream.storedError = undefined;
        stream.pendingAbort?.later.resolve();
        stream.pendingAbort = undefined;
      }
      stream.state = "closed";
      stream.writer?.closed.resolve();
    },
    (error) => {
      request.reject(error);
      stream.inFlightClose = undefined;
      stream.pendingAbort?.later.reject(error);
      stream.pendingAbort = undefined;
      dealWithRejection(stream, error);
    },
  );
}

function writeSink(controller, chunk) {
  const { stream, queue } = controller;
  const request = stream.writeRequests.shift();
  stream.inFlightWrite = request;
  controller.write(chunk, controller).then(
    () => {
      request.resolve();
      stream.inFlightWrite = undefined;
      queue.take();
      if (!isClosing(stream) && stream.state === "writable") setBackpressure(stream, desiredSize(controller) <= 0);
      advance(controller);
    },
    (error) => {
      if (stream.state === "writable") forget(controller);
      request.reject(error);
      stream.inFlightWrite = undefined;
      dealWithRejection(stream, error);
    },
  );
}

module.exports = {
  create, isLocked, isClosing, acquireWriter, releaseWriter, abortStream, closeStream, desiredSizeOf, write, closeOnce,
  failIfWritable,
};

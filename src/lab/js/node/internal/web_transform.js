"use strict";

// TransformStream (streams.spec.whatwg.org, section 6): what is written on one side comes out,
// changed, on the other.

const { codedError } = require("internal/errors");
const base = require("internal/web_base");
const readable = require("internal/web_readable");
const writable = require("internal/web_writable");

const { invalidState, Later, own, publish, tag } = base;
const one = () => 1;

/**
 * A transform on records.
 * @param {object} made `start`, `transform`, `flush`, `cancel`, and `writableMark`, `writableSize`,
 *   `readableMark`, `readableSize`
 * @returns {object} its record with `readable` and `writable`
 */
function create(made) {
  const stream = { readable: undefined, writable: undefined, backpressure: undefined, change: undefined, shell: undefined };
  const controller = {
    stream, transform: made.transform, flush: made.flush, cancel: made.cancel, finish: undefined, shell: undefined,
  };
  stream.controller = controller;
  const began = new Later();
  stream.writable = writable.create({
    start: () => began.promise,
    write: (chunk) => sinkWrite(stream, chunk),
    close: () => sinkClose(stream),
    abort: (reason) => sinkAbort(stream, reason),
    mark: made.writableMark ?? 1,
    size: made.writableSize ?? one,
  });
  stream.readable = readable.create({
    start: () => began.promise,
    pull: () => {
      setBackpressure(stream, false);
      return stream.change.promise;
    },
    cancel: (reason) => sourceCancel(stream, reason),
    mark: made.readableMark ?? 0,
    size: made.readableSize ?? one,
  });
  setBackpressure(stream, true);
  began.resolve(made.start?.(controller));
  return stream;
}

function setBackpressure(stream, backpressure) {
  stream.change?.resolve();
  stream.change = new Later();
  stream.backpressure = backpressure;
}

function unblock(stream) {
  if (stream.backpressure) setBackpressure(stream, false);
}

function forget(controller) {
  controller.transform = undefined;
  controller.flush = undefined;
  controller.cancel = undefined;
}

/** @param {object} controller @param {unknown} chunk for the readable side */
function enqueue(controller, chunk) {
  const { stream } = controller;
  const inner = stream.readable.controller;
  if (!readable.isOpen(inner)) throw invalidState("Unable to enqueue");
  try {
    readable.enqueue(inner, chunk);
  } catch (error) {
    failWritable(stream, error);
    throw stream.readable.storedError;
  }
  if (!readable.wantsMore(inner) && !stream.backpressure) setBackpressure(stream, true);
}

/** @param {object} stream @param {unknown} error ends both sides */
function fail(stream, error) {
  readable.fail(stream.readable.controller, error);
  failWritable(stream, error);
}

function failWritable(stream, error) {
  forget(stream.controller);
  writable.failIfWritable(stream.writable.controller, error);
  unblock(stream);
}

/** @param {object} controller ends the readable side and takes no more on the other */
function terminate(controller) {
  const { stream } = controller;
  readable.close(stream.readable.controller);
  failWritable(stream, invalidState("TransformStream has been terminated"));
}

function perform(stream, chunk) {
  return stream.controller.transform(chunk, stream.controller).then(undefined, (error) => {
    fail(stream, error);
    throw error;
  });
}

function sinkWrite(stream, chunk) {
  if (!stream.backpressure) return perform(stream, chunk);
  return stream.change.promise.then(() => {
    if (stream.writable.state === "erroring") throw stream.writable.storedError;
    return perform(stream, chunk);
  });
}

/** Does `act` once for both sides; what comes second waits for the first. */
function finishOnce(controller, act, onDone, onError) {
  if (controller.finish !== undefined) return controller.finish.promise;
  const finish = new Later();
  controller.finish = finish;
  const result = act();
  forget(controller);
  result.then(
    () => {
      onDone(finish);
    },
    (error) => {
      onError(error);
      finish.reject(error);
    },
  );
  return finish.promise;
}

function sinkAbort(stream, reason) {
  const { controller, readable: source } = stream;
  return finishOnce(
    controller,
    () => controller.cancel(reason),
    (finish) => {
      if (source.state === "errored") finish.reject(source.storedError);
      else {
        readable.fail(source.controller, reason);
        finish.resolve();
      }
    },
    (error) => readable.fail(source.controller, error),
  );
}

function sinkClose(stream) {
  const { controller, readable: source } = stream;
  return finishOnce(
    controller,
    () => controller.flush(controller),
    (finish) => {
      if (source.state === "errored") finish.reject(source.storedError);
      else {
        readable.close(source.controller);
        finish.resolve();
      }
    },
    (error) => readable.fail(source.controller, error),
  );
}

function sourceCancel(stream, reason) {
  const { controller, writable: sink } = stream;
  const failSink = (error) => {
    writable.failIfWritable(sink.controller, error);
    unblock(stream);
  };
  return finishOnce(
    controller,
    () => controller.cancel(reason),
    (finish) => {
      if (sink.state === "errored") finish.reject(sink.storedError);
      else {
        failSink(reason);
        finish.resolve();
      }
    },
    failSink,
  );
}

const KEY = Symbol("record");
let recordOf;

function controllerOf(record) {
  record.shell ??= new TransformStreamDefaultController(KEY, record);
  return record.shell;
}

function ofTransformer(transformer, writableStrategy, readableStrategy) {
  base.wantObject(transformer, "transformer");
  base.wantOptions(writableStrategy, "writableStrategy");
  base.wantOptions(readableStrategy, "readableStrategy");
  for (const name of ["readableType", "writableType"]) {
    if (transformer?.[name] !== undefined) throw base.wrongRange(`transformer.${name}`, transformer[name]);
  }
  const start = base.starter(transformer);
  const transform = base.method(transformer, "transform", "transformer");
  const flush = base.method(transformer, "flush", "transformer");
  const passes = transformer?.transform === undefined;
  return create({
    readableMark: base.markOf(readableStrategy, 0),
    readableSize: base.sizeOf(readableStrategy),
    writableMark: base.markOf(writableStrategy, 1),
    writableSize: base.sizeOf(writableStrategy),
    start: (record) => start(controllerOf(record)),
    transform: passes
      ? async (chunk, record) => enqueue(record, chunk)
      : (chunk, record) => transform(chunk, controllerOf(record)),
    flush: (record) => flush(controllerOf(record)),
    cancel: base.method(transformer, "cancel", "transformer"),
  });
}

/** Two sides, and what is done between them. */
class TransformStream {
  #record;

  static {
    recordOf = (value) => (value !== null && typeof value === "object" && #record in value ? value.#record : undefined);
  }

  constructor(transformer = {}, writableStrategy = undefined, readableStrategy = undefined) {
    this.#record = ofTransformer(transformer, writableStrategy, readableStrategy);
  }

  get readable() {
    const { shellOf } = require("internal/web_readable_classes");
    return shellOf(own(recordOf(this), "TransformStream").readable);
  }

  get writable() {
    const { shellOf } = require("internal/web_writable_classes");
    return shellOf(own(recordOf(this), "TransformStream").writable);
  }
}
publish(TransformStream, function show() {
  return { readable: this.readable, writable: this.writable, backpressure: recordOf(this).backpressure };
});
tag(TransformStream);

/** What a transformer gives its chunks to. */
class TransformStreamDefaultController {
  #record;

  static #of(value) {
    return own(Object(value) === value && #record in value ? value.#record : undefined, "TransformStreamDefaultController");
  }

  constructor(...given) {
    if (given[0] !== KEY) throw codedError("ERR_ILLEGAL_CONSTRUCTOR");
    this.#record = given[1];
  }

  get desiredSize() {
    return readable.desiredSize(TransformStreamDefaultController.#of(this).stream.readable.controller);
  }

  enqueue(...chunk) {
    enqueue(TransformStreamDefaultController.#of(this), chunk[0]);
  }

  error(...reason) {
    fail(TransformStreamDefaultController.#of(this).stream, reason[0]);
  }

  terminate() {
    terminate(TransformStreamDefaultController.#of(this));
  }
}
publish(TransformStreamDefaultController, () => ({}));
tag(TransformStreamDefaultController);

module.exports = { TransformStream, TransformStreamDefaultController };

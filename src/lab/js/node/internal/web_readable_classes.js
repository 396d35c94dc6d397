"use strict";

// ReadableStream and its like as programs see them (nodejs.org/api/webstreams.html).

const { codedError } = require("internal/errors");
const base = require("internal/web_base");
const ops = require("internal/web_readable");

const { invalidState, wantObject, wantOptions, own, publish, tag } = base;
const KEY = Symbol("record");

/** The record of a stream or reader, or `undefined` for what is none. */
let recordOf;
let readerOf;

/** The object that a program sees of a record. */
function shellOf(record) {
  record.shell ??= new ReadableStream(KEY, record);
  return record.shell;
}

function controllerOf(record) {
  record.shell ??= new ReadableStreamDefaultController(KEY, record);
  return record.shell;
}

/** The record of a stream of what a program wrote. */
function ofSource(source, strategy, ready) {
  wantObject(source, "source");
  wantOptions(strategy, "strategy");
  const { type } = source;
  if (type === "bytes") throw codedError("ERR_INVALID_ARG_VALUE", "source.type", type, "is not in the lab");
  if (type !== undefined) throw codedError("ERR_INVALID_ARG_VALUE", "source.type", type);
  const size = base.sizeOf(strategy);
  const mark = base.markOf(strategy, 1);
  const start = base.starter(source);
  const pull = base.method(source, "pull", "source");
  const cancel = base.method(source, "cancel", "source");
  return ops.create(
    { start: (record) => start(controllerOf(record)), pull: (record) => pull(controllerOf(record)), cancel, mark, size },
    ready,
  );
}

/** Where chunks are read from. */
class ReadableStream {
  #record;

  static {
    recordOf = (value) => (value !== null && typeof value === "object" && #record in value ? value.#record : undefined);
  }

  constructor(source = {}, strategy = undefined) {
    if (source === KEY) this.#record = strategy;
    else {
      ofSource(source, strategy, (record) => {
        record.shell = this;
        this.#record = record;
      });
    }
  }

  static from(iterable) {
    return shellOf(require("internal/web_readable_ways").from(iterable));
  }

  get locked() {
    return ops.isLocked(own(recordOf(this), "ReadableStream"));
  }

  async cancel(...reason) {
    const record = own(recordOf(this), "ReadableStream");
    if (ops.isLocked(record)) throw invalidState("ReadableStream is locked");
    return ops.cancelStream(record, reason[0]);
  }

  getReader(...given) {
    const record = own(recordOf(this), "ReadableStream");
    const [options] = given;
    wantOptions(options, "options");
    const mode = options?.mode;
    if (mode === undefined) return new ReadableStreamDefaultReader(this);
    if (`${mode}` !== "byob") throw codedError("ERR_INVALID_ARG_VALUE", "options.mode", mode);
    if (record.showsBytes) throw codedError("ERR_INVALID_ARG_VALUE", "options.mode", mode, "is not in the lab");
    throw codedError("ERR_INVALID_ARG_VALUE", "stream", this, "must be a byte stream");
  }

  pipeThrough(transform, ...given) {
    const record = own(recordOf(this), "ReadableStream");
    if (recordOf(transform?.readable) === undefined) {
      throw codedError("ERR_INVALID_ARG_TYPE", "transform.readable", "ReadableStream", transform?.readable);
    }
    const target = writableOf(transform.writable);
    const options = pipeOptions(given[0]);
    if (ops.isLocked(record)) throw invalidState("The ReadableStream is locked");
    if (isHeld(target)) throw invalidState("The WritableStream is locked");
    require("internal/web_pipe").pipe(record, target, options).catch(() => {});
    return transform.readable;
  }

  async pipeTo(destination, ...given) {
    const record = own(recordOf(this), "ReadableStream");
    const target = writableOf(destination);
    const options = pipeOptions(given[0]);
    if (ops.isLocked(record)) throw invalidState("The ReadableStream is locked");
    if (isHeld(target)) throw invalidState("The WritableStream is locked");
    return require("internal/web_pipe").pipe(record, target, options);
  }

  tee() {
    const record = own(recordOf(this), "ReadableStream");
    return require("internal/web_readable_ways").tee(record).map(shellOf);
  }

  values(...given) {
    const record = own(recordOf(this), "ReadableStream");
    const [options] = given;
    wantOptions(options, "options");
    return require("internal/web_readable_ways").iterate(record, Boolean(options?.preventCancel));
  }
}
publish(ReadableStream, function show() {
  const { state, showsBytes } = recordOf(this);
  return { locked: this.locked, state, supportsBYOB: showsBytes };
});
Object.defineProperty(ReadableStream, "from", { enumerable: true });
Object.defineProperty(ReadableStream.prototype, Symbol.asyncIterator, {
  value: ReadableStream.prototype.values, writable: true, configurable: true,
});
tag(ReadableStream);

function writableOf(value) {
  const record = require("internal/web_writable_classes").recordOf(value);
  if (record === undefined) throw codedError("ERR_INVALID_ARG_TYPE", "transform.writable", "WritableStream", value);
  return record;
}

function isHeld(target) {
  return require("internal/web_writable").isLocked(target);
}

function pipeOptions(options) {
  wantOptions(options, "options");
  const signal = options?.signal;
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw codedError("ERR_INVALID_ARG_TYPE", "options.signal", "AbortSignal", signal);
  }
  return {
    preventClose: Boolean(options?.preventClose),
    preventAbort: Boolean(options?.preventAbort),
    preventCancel: Boolean(options?.preventCancel),
    signal,
  };
}

/** Reads one chunk after the other of a stream that it holds. */
class ReadableStreamDefaultReader {
  #record;

  static {
    readerOf = (value) => (value !== null && typeof value === "object" && #record in value ? value.#record : undefined);
  }

  constructor(stream) {
    const record = recordOf(stream);
    if (record === undefined) throw codedError("ERR_INVALID_ARG_TYPE", "stream", "ReadableStream", stream);
    this.#record = ops.acquireReader(record);
  }

  read() {
    const record = readerOf(this);
    if (record === undefined) return Promise.reject(codedError("ERR_INVALID_THIS", "ReadableStreamDefaultReader"));
    if (record.stream === undefined) return Promise.reject(invalidState("The reader is not attached to a stream"));
    // Who looks at a result sees in Node whether the chunk lay ready.
    const wasReady = !record.stream.controller.queue.isEmpty;
    return new Promise((resolve, reject) => {
      ops.read(record, {
        chunk: (value) => resolve(wasReady ? { done: false, value } : { value, done: false }),
        close: () => resolve({ value: undefined, done: true }),
        error: reject,
      });
    });
  }

  releaseLock() {
    const record = own(readerOf(this), "ReadableStreamDefaultReader");
    if (record.stream !== undefined) ops.releaseReader(record);
  }

  get closed() {
    const record = readerOf(this);
    return record?.closed.promise ?? Promise.reject(codedError("ERR_INVALID_THIS", "ReadableStreamDefaultReader"));
  }

  cancel(...reason) {
    const record = readerOf(this);
    if (record === undefined) return Promise.reject(codedError("ERR_INVALID_THIS", "ReadableStreamDefaultReader"));
    if (record.stream === undefined) return Promise.reject(invalidState("The reader is not attached to a stream"));
    return ops.cancelStream(record.stream, reason[0]);
  }
}
publish(ReadableStreamDefaultReader, function show() {
  const { stream, requests, closed } = readerOf(this);
  return { stream: stream && shellOf(stream), readRequests: requests.length, close: closed.promise };
});
tag(ReadableStreamDefaultReader);

/** What a source fills its stream with. */
class ReadableStreamDefaultController {
  #record;

  constructor(...given) {
    if (given[0] !== KEY) throw codedError("ERR_ILLEGAL_CONSTRUCTOR");
    this.#record = given[1];
  }

  static #of(value) {
    return own(Object(value) === value && #record in value ? value.#record : undefined, "ReadableStreamDefaultController");
  }

  get desiredSize() {
    return ops.desiredSize(ReadableStreamDefaultController.#of(this));
  }

  close() {
    const record = ReadableStreamDefaultController.#of(this);
    if (!ops.isOpen(record)) throw invalidState("Controller is already closed");
    ops.close(record);
  }

  enqueue(...chunk) {
    const record = ReadableStreamDefaultController.#of(this);
    if (!ops.isOpen(record)) throw invalidState("Controller is already closed");
    ops.enqueue(record, chunk[0]);
  }

  error(...error) {
    ops.fail(ReadableStreamDefaultController.#of(this), error[0]);
  }
}
publish(ReadableStreamDefaultController, () => ({}));
tag(ReadableStreamDefaultController);

module.exports = { ReadableStream, ReadableStreamDefaultReader, ReadableStreamDefaultController, recordOf, shellOf };

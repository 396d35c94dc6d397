"use strict";

// WritableStream and its like as programs see them (nodejs.org/api/webstreams.html).

const { codedError } = require("internal/errors");
const base = require("internal/web_base");
const ops = require("internal/web_writable");

const { invalidState, wrongRange, wantObject, wantOptions, own, publish, tag } = base;
const KEY = Symbol("record");

/** The record of a stream or writer, or `undefined` for what is none. */
let recordOf;
let writerOf;

/** The object that a program sees of a record. */
function shellOf(record) {
  record.shell ??= new WritableStream(KEY, record);
  return record.shell;
}

function controllerOf(record) {
  record.shell ??= new WritableStreamDefaultController(KEY, record);
  return record.shell;
}

function ofSink(sink, strategy, ready) {
  wantObject(sink, "sink");
  wantOptions(strategy, "strategy");
  if (sink.type !== undefined) throw wrongRange("type", sink.type);
  const size = base.sizeOf(strategy);
  const mark = base.markOf(strategy, 1);
  const start = base.starter(sink);
  const write = base.method(sink, "write", "sink");
  const close = base.method(sink, "close", "sink");
  const abort = base.method(sink, "abort", "sink");
  return ops.create(
    {
      start: (record) => start(controllerOf(record)),
      write: (chunk, record) => write(chunk, controllerOf(record)),
      close: () => close(),
      abort,
      mark,
      size,
    },
    ready,
  );
}

/** Where chunks are written to. */
class WritableStream {
  #record;

  static {
    recordOf = (value) => (value !== null && typeof value === "object" && #record in value ? value.#record : undefined);
  }

  constructor(sink = {}, strategy = undefined) {
    if (sink === KEY) this.#record = strategy;
    else {
      ofSink(sink, strategy, (record) => {
        record.shell = this;
        this.#record = record;
      });
    }
  }

  get locked() {
    return ops.isLocked(own(recordOf(this), "WritableStream"));
  }

  async abort(...reason) {
    const record = own(recordOf(this), "WritableStream");
    if (ops.isLocked(record)) throw invalidState("WritableStream is locked");
    return ops.abortStream(record, reason[0]);
  }

  async close() {
    const record = own(recordOf(this), "WritableStream");
    if (ops.isLocked(record)) throw invalidState("WritableStream is locked");
    if (ops.isClosing(record)) throw invalidState("Failure closing WritableStream");
    return ops.closeStream(record);
  }

  getWriter() {
    own(recordOf(this), "WritableStream");
    return new WritableStreamDefaultWriter(this);
  }
}
publish(WritableStream, function show() {
  return { locked: this.locked, state: recordOf(this).state };
});
tag(WritableStream);

const WRITER = "WritableStreamDefaultWriter";

/** A promise of what `act` does with the record of a writer that holds a stream. */
function bound(writer, act) {
  const record = writerOf(writer);
  if (record === undefined) return Promise.reject(codedError("ERR_INVALID_THIS", WRITER));
  if (record.stream === undefined) return Promise.reject(invalidState("Writer is not bound to a WritableStream"));
  return act(record);
}

/** Writes one chunk after the other to a stream that it holds. */
class WritableStreamDefaultWriter {
  #record;

  static {
    writerOf = (value) => (value !== null && typeof value === "object" && #record in value ? value.#record : undefined);
  }

  constructor(stream) {
    const record = recordOf(stream);
    if (record === undefined) throw codedError("ERR_INVALID_ARG_TYPE", "stream", "WritableStream", stream);
    this.#record = ops.acquireWriter(record);
  }

  get closed() {
    return writerOf(this)?.closed.promise ?? Promise.reject(codedError("ERR_INVALID_THIS", WRITER));
  }

  get desiredSize() {
    const record = own(writerOf(this), WRITER);
    if (record.stream === undefined) throw invalidState("Writer is not bound to a WritableStream");
    return ops.desiredSizeOf(record);
  }

  get ready() {
    return writerOf(this)?.ready.promise ?? Promise.reject(codedError("ERR_INVALID_THIS", WRITER));
  }

  abort(...reason) {
    return bound(this, (record) => ops.abortStream(record.stream, reason[0]));
  }

  close() {
    return bound(this, ({ stream }) => {
      if (ops.isClosing(stream)) return Promise.reject(invalidState("Failure to close WritableStream"));
      return ops.closeStream(stream);
    });
  }

  releaseLock() {
    const record = own(writerOf(this), WRITER);
    if (record.stream !== undefined) ops.releaseWriter(record);
  }

  write(...chunk) {
    return bound(this, (record) => ops.write(record, chunk[0]));
  }
}
publish(WritableStreamDefaultWriter, function show() {
  const { stream, closed, ready } = writerOf(this);
  const { desiredSize } = this;
  return { stream: shellOf(stream), close: closed.promise, ready: ready.promise, desiredSize };
});
tag(WritableStreamDefaultWriter);

/** What a sink can say of its stream. */
class WritableStreamDefaultController {
  #record;

  static #of(value) {
    return own(Object(value) === value && #record in value ? value.#record : undefined, "WritableStreamDefaultController");
  }

  static show(controller) {
    return { stream: shellOf(controller.#record.stream) };
  }

  constructor(...given) {
    if (given[0] !== KEY) throw codedError("ERR_ILLEGAL_CONSTRUCTOR");
    this.#record = given[1];
  }

  get signal() {
    return WritableStreamDefaultController.#of(this).aborter.signal;
  }

  error(...error) {
    ops.failIfWritable(WritableStreamDefaultController.#of(this), error[0]);
  }
}
const { show: showController } = WritableStreamDefaultController;
delete WritableStreamDefaultController.show;
publish(WritableStreamDefaultController, function show() {
  return showController(this);
});
tag(WritableStreamDefaultController);

module.exports = { WritableStream, WritableStreamDefaultWriter, WritableStreamDefaultController, recordOf, shellOf };

"use strict";

// Streams that are written to (nodejs.org/api/stream.html, "Writable streams").

const EventEmitter = require("events");
const { Stream, destroy, fail, errorOnce, construct, obey, CONSTRUCTED } = require("internal/stream_base");
const { codedError, hidden } = require("internal/errors");

const HIGH_WATER_BYTES = 16384;
const HIGH_WATER_OBJECTS = 16;
/** What a stream of bytes takes. */
const CHUNK_KINDS = ["string", "Buffer", "TypedArray", "DataView"];

/**
 * What a writable stream knows of itself. What most streams never change stands on the prototype,
 * as for readable ones.
 */
class WritableState {
  constructor(options, isDuplex) {
    this.buffered = [];
    if (options !== undefined && options !== null) obeyOptions(this, options, isDuplex);
  }
}

Object.assign(WritableState.prototype, {
  objectMode: false,
  highWaterMark: HIGH_WATER_BYTES,
  decodeStrings: true,
  defaultEncoding: "utf8",
  emitClose: true,
  autoDestroy: true,
  length: 0,
  corked: 0,
  /** Written and not yet given to `_write`; each stream has its own. */
  buffered: undefined,
  /** What `_write` works on. */
  busy: undefined,
  sync: true,
  needDrain: false,
  ending: false,
  ended: false,
  finalCalled: false,
  prefinished: false,
  finished: false,
  pending: 0,
  destroyed: false,
  closed: false,
  closeEmitted: false,
  errored: null,
  errorEmitted: false,
  constructed: true,
  /** What `end` was given to call; a list of the stream's own once there is one. */
  onFinish: Object.freeze([]),
});

/** Notes what the options of a writable stream change. */
function obeyOptions(state, options, isDuplex) {
  if (options.objectMode || (isDuplex && options.writableObjectMode)) state.objectMode = true;
  const mark = options.highWaterMark ?? (isDuplex ? options.writableHighWaterMark : undefined);
  if (mark !== undefined && mark !== null) state.highWaterMark = mark;
  else if (state.objectMode) state.highWaterMark = HIGH_WATER_OBJECTS;
  if (options.decodeStrings === false) state.decodeStrings = false;
  if (options.emitClose === false) state.emitClose = false;
  if (options.autoDestroy === false) state.autoDestroy = false;
  const encoding = options.defaultEncoding;
  if (encoding !== undefined && encoding !== null) state.defaultEncoding = encoding;
}

/** Takes the callbacks of `end`, which are called once. */
function takeOnFinish(state) {
  const list = state.onFinish;
  if (list.length > 0) state.onFinish = [];
  return list;
}

/** @param {object} [options] */
function Writable(options) {
  if (!(this instanceof Writable) && !this?._writableState) return new Writable(options);
  EventEmitter.init.call(this, options);
  begin(this, options, false);
  construct(this, options);
  if (options?.signal) obey(this, options.signal);
}
Object.setPrototypeOf(Writable.prototype, Stream.prototype);
Object.setPrototypeOf(Writable, Stream);

/** Sets up the writable half of a stream. */
function begin(stream, options, isDuplex) {
  hidden(stream, "_writableState", new WritableState(options, isDuplex));
  if (options === undefined || options === null) return;
  if (typeof options.write === "function") stream._write = options.write;
  if (typeof options.writev === "function") stream._writev = options.writev;
  if (typeof options.final === "function") stream._final = options.final;
  if (typeof options.destroy === "function") stream._destroy = options.destroy;
}

const methods = {
  write(chunk, encoding, callback) {
    return write(this, chunk, encoding, callback) === true;
  },

  cork() {
    this._writableState.corked += 1;
  },

  uncork() {
    const state = this._writableState;
    if (state.corked > 0) {
      state.corked -= 1;
      if (state.corked === 0) flush(this);
    }
  },

  setDefaultEncoding(encoding) {
    if (!Buffer.isEncoding(encoding)) throw codedError("ERR_UNKNOWN_ENCODING", encoding);
    this._writableState.defaultEncoding = encoding;
    return this;
  },

  _write(chunk, encoding, callback) {
    if (!this._writev) throw codedError("ERR_METHOD_NOT_IMPLEMENTED", "_write()");
    this._writev([{ chunk, encoding }], callback);
  },
  _writev: null,

  end(chunk, encoding, callback) {
    const state = this._writableState;
    const last = typeof chunk === "function" ? null : chunk;
    let done = callback;
    if (typeof chunk === "function") done = chunk;
    else if (typeof encoding === "function") done = encoding;
    let error;
    if (last !== null && last !== undefined) {
      const result = write(this, last, typeof encoding === "function" ? null : encoding);
      if (result instanceof Error) error = result;
    }
    if (state.corked > 0) {
      state.corked = 1;
      this.uncork();
    }
    if (error === undefined) {
      if (!state.errored && !state.ending) {
        state.ending = true;
        finishMaybe(this);
        state.ended = true;
      } else if (state.finished) error = codedError("ERR_STREAM_ALREADY_FINISHED", "end");
      else if (state.destroyed) error = codedError("ERR_STREAM_DESTROYED", "end");
    }
    if (typeof done === "function") {
      if (error) process.nextTick(done, error);
      else if (state.finished) process.nextTick(done);
      else state.onFinish = [...state.onFinish, done];
    }
    return this;
  },

  destroy(error, callback) {
    const state = this._writableState;
    if (!state.destroyed && (state.buffered.length > 0 || state.onFinish.length > 0)) {
      process.nextTick(giveUp, this, state);
    }
    return destroy.call(this, error, callback);
  },

  _destroy(error, callback) {
    callback(error);
  },

  pipe() {
    fail(this, codedError("ERR_STREAM_CANNOT_PIPE"));
  },
};

/** Chunks that will never be written hear of it. */
function giveUp(stream, state) {
  for (const { callback } of state.buffered.splice(0)) {
    callback?.(state.errored ?? codedError("ERR_STREAM_DESTROYED", "write"));
  }
  for (const done of takeOnFinish(state)) done(state.errored ?? codedError("ERR_STREAM_DESTROYED", "end"));
}

function write(stream, chunk, encodingOrCallback, maybeCallback) {
  const state = stream._writableState;
  let encoding = encodingOrCallback;
  let callback = maybeCallback;
  if (typeof encoding === "function") {
    callback = encoding;
    encoding = undefined;
  }
  encoding ||= state.defaultEncoding;
  if (encoding !== "utf8" && encoding !== "buffer" && !Buffer.isEncoding(encoding)) throw codedError("ERR_UNKNOWN_ENCODING", encoding);
  if (chunk === null) throw codedError("ERR_STREAM_NULL_VALUES");
  let data = chunk;
  if (!state.objectMode) {
    if (typeof chunk === "string") {
      if (state.decodeStrings) {
        data = Buffer.from(chunk, encoding);
        encoding = "buffer";
      }
    } else if (chunk instanceof Buffer) encoding = "buffer";
    else if (ArrayBuffer.isView(chunk)) {
      data = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      encoding = "buffer";
    } else throw codedError("ERR_INVALID_ARG_TYPE", "chunk", CHUNK_KINDS, chunk);
  }
  let error;
  if (state.ending) error = codedError("ERR_STREAM_WRITE_AFTER_END");
  else if (state.destroyed) error = codedError("ERR_STREAM_DESTROYED", "write");
  if (error) {
    if (typeof callback === "function") process.nextTick(callback, error);
    fail(stream, error);
    return error;
  }
  const size = state.objectMode ? 1 : data.length;
  state.length += size;
  const hasRoom = state.length < state.highWaterMark;
  if (!hasRoom) state.needDrain = true;
  const entry = { chunk: data, encoding, size, callback: typeof callback === "function" ? callback : undefined };
  if (state.busy || state.corked > 0 || state.errored || !state.constructed) state.buffered.push(entry);
  else perform(stream, [entry]);
  return hasRoom && !state.errored && !state.destroyed;
}

/** Gives entries to the stream's own `_write` or `_writev`. */
function perform(stream, entries) {
  const state = stream._writableState;
  let called = false;
  state.busy = entries;
  state.sync = true;
  const done = (error) => {
    if (called) return fail(stream, codedError("ERR_MULTIPLE_CALLBACK"));
    called = true;
    return written(stream, entries, error);
  };
  if (entries.length === 1) stream._write(entries[0].chunk, entries[0].encoding, done);
  else stream._writev(entries.map(({ chunk, encoding }) => ({ chunk, encoding })), done);
  state.sync = false;
}

function written(stream, entries, error) {
  const state = stream._writableState;
  const { sync } = state;
  state.busy = undefined;
  // Counted loops: nearly always there is one entry, and an iterator costs more than its work.
  for (let at = 0; at < entries.length; at += 1) state.length -= entries[at].size;
  if (error) {
    state.errored ??= error;
    const tell = () => {
      for (const entry of entries) entry.callback?.(error);
      giveUp(stream, state);
      failAfterWrite(stream, error);
    };
    if (sync) process.nextTick(tell);
    else tell();
    return;
  }
  if (state.buffered.length > 0) flush(stream);
  state.pending += 1;
  if (sync) process.nextTick(afterWrite, stream, entries);
  else afterWrite(stream, entries);
}

function failAfterWrite(stream, error) {
  if (stream._readableState && !stream._readableState.errored) stream._readableState.errored = error;
  if (stream._writableState.autoDestroy) stream.destroy(error);
  else errorOnce(stream, error);
}

function afterWrite(stream, entries) {
  const state = stream._writableState;
  if (!state.ending && !state.destroyed && state.length === 0 && state.needDrain) {
    state.needDrain = false;
    stream.emit("drain");
  }
  state.pending -= 1;
  for (let at = 0; at < entries.length; at += 1) entries[at].callback?.(null);
  if (state.destroyed) giveUp(stream, state);
  finishMaybe(stream);
}

function flush(stream) {
  const state = stream._writableState;
  if (state.corked > 0 || state.busy || state.destroyed || !state.constructed) return;
  while (state.buffered.length > 0 && !state.busy && !state.destroyed && !state.errored) {
    const several = state.buffered.length > 1 && stream._writev;
    perform(stream, several ? state.buffered.splice(0) : [state.buffered.shift()]);
  }
}

function mayFinish(state) {
  return (
    state.ending && !state.destroyed && state.constructed && state.length === 0 && !state.errored &&
    state.buffered.length === 0 && !state.finished && !state.busy && !state.errorEmitted && !state.closeEmitted
  );
}

function finishMaybe(stream) {
  const state = stream._writableState;
  if (!mayFinish(state)) return;
  if (!state.finalCalled) {
    state.finalCalled = true;
    if (typeof stream._final === "function") {
      callFinal(stream, state);
      return;
    }
    state.prefinished = true;
    stream.emit("prefinish");
  }
  if (!state.prefinished || state.pending > 0) return;
  state.pending += 1;
  process.nextTick(() => {
    state.pending -= 1;
    if (mayFinish(state)) finish(stream, state);
  });
}

function callFinal(stream, state) {
  let called = false;
  state.pending += 1;
  const done = (error) => {
    if (called) return fail(stream, error ?? codedError("ERR_MULTIPLE_CALLBACK"));
    called = true;
    state.pending -= 1;
    if (error) {
      for (const callback of takeOnFinish(state)) callback(error);
      fail(stream, error);
    } else if (mayFinish(state)) {
      state.prefinished = true;
      stream.emit("prefinish");
      state.pending += 1;
      process.nextTick(() => {
        state.pending -= 1;
        finish(stream, state);
      });
    }
    return undefined;
  };
  process.nextTick(() => {
    try {
      stream._final(done);
    } catch (error) {
      done(error);
    }
  });
}

function finish(stream, state) {
  if (state.finished || state.destroyed) return;
  state.finished = true;
  for (const done of takeOnFinish(state)) done(null);
  stream.emit("finish");
  const readable = stream._readableState;
  const otherIsDone = !readable || (readable.autoDestroy && (readable.endEmitted || readable.readable === false));
  if (state.autoDestroy && otherIsDone) stream.destroy();
}

function afterConstruct() {
  flush(this);
  finishMaybe(this);
}

const getters = {
  closed: (state) => state.closed,
  destroyed: (state) => state.destroyed,
  writable: (state) => !state.destroyed && !state.errored && !state.ending && !state.ended,
  writableFinished: (state) => state.finished,
  writableObjectMode: (state) => state.objectMode,
  writableEnded: (state) => state.ending,
  writableNeedDrain: (state) => !state.destroyed && !state.ending && state.needDrain,
  writableHighWaterMark: (state) => state.highWaterMark,
  writableCorked: (state) => state.corked,
  writableLength: (state) => state.length,
  errored: (state) => state.errored,
  writableAborted: (state) => (state.destroyed || Boolean(state.errored)) && !state.finished,
};

/** Puts the writable half on a prototype. */
function install(prototype) {
  for (const [name, value] of Object.entries(methods)) {
    Object.defineProperty(prototype, name, { value, writable: true, configurable: true, enumerable: false });
  }
  for (const [name, read] of Object.entries(getters)) {
    Object.defineProperty(prototype, name, {
      configurable: true,
      get() {
        return this._writableState === undefined ? false : read(this._writableState);
      },
      set(value) {
        // Old streams set these; only `destroyed` and `writable` have a meaning.
        if (name === "destroyed" && this._writableState) this._writableState.destroyed = value;
      },
    });
  }
  Object.defineProperty(prototype, "afterConstruct", { value: afterConstruct, configurable: true, writable: true });
}
install(Writable.prototype);

module.exports = { Writable, begin, install, CONSTRUCTED };

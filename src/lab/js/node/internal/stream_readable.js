"use strict";

// Streams that are read (nodejs.org/api/stream.html, "Readable streams").

const EventEmitter = require("events");
const { Stream, destroy, fail, construct, obey } = require("internal/stream_base");
const { howMuch, take } = require("internal/stream_chunks");
const { codedError, hidden } = require("internal/errors");

const HIGH_WATER_BYTES = 65536;
const HIGH_WATER_OBJECTS = 16;

/**
 * What a readable stream knows of itself. What most streams never change stands on the prototype:
 * writing down 28 properties for each took 5 of the 7.5 us of making a stream.
 */
class ReadableState {
  constructor(options, isDuplex) {
    this.buffer = [];
    if (options !== undefined && options !== null) obeyOptions(this, options, isDuplex);
  }
}

Object.assign(ReadableState.prototype, {
  objectMode: false,
  highWaterMark: HIGH_WATER_BYTES,
  emitClose: true,
  autoDestroy: true,
  encoding: null,
  decoder: null,
  defaultEncoding: "utf8",
  length: 0,
  pipes: Object.freeze([]),
  /** `null` before anyone decided, then whether data flows by itself. */
  flowing: null,
  ended: false,
  endEmitted: false,
  endScheduled: false,
  reading: false,
  sync: true,
  needReadable: false,
  emittedReadable: false,
  readableListening: false,
  resumeScheduled: false,
  readingMore: false,
  paused: false,
  dataEmitted: false,
  destroyed: false,
  closed: false,
  closeEmitted: false,
  errored: null,
  errorEmitted: false,
  constructed: true,
  readable: true,
  /** Targets of `pipe` that are full; a set once there is a target. */
  awaitDrain: undefined,
});

/** Notes what the options of a readable stream change. */
function obeyOptions(state, options, isDuplex) {
  if (options.objectMode || (isDuplex && options.readableObjectMode)) state.objectMode = true;
  const mark = options.highWaterMark ?? (isDuplex ? options.readableHighWaterMark : undefined);
  if (mark !== undefined && mark !== null) state.highWaterMark = mark;
  else if (state.objectMode) state.highWaterMark = HIGH_WATER_OBJECTS;
  if (options.emitClose === false) state.emitClose = false;
  if (options.autoDestroy === false) state.autoDestroy = false;
  const encoding = options.defaultEncoding;
  if (encoding !== undefined && encoding !== null) state.defaultEncoding = encoding;
}

/** @param {object} [options] */
function Readable(options) {
  if (!(this instanceof Readable) && !this?._readableState) return new Readable(options);
  EventEmitter.init.call(this, options);
  begin(this, options, false);
  construct(this, options);
  if (options?.signal) obey(this, options.signal);
}
Object.setPrototypeOf(Readable.prototype, Stream.prototype);
Object.setPrototypeOf(Readable, Stream);

/** Sets up the readable half of a stream. */
function begin(stream, options, isDuplex) {
  hidden(stream, "_readableState", new ReadableState(options, isDuplex));
  if (options === undefined || options === null) return;
  if (typeof options.read === "function") stream._read = options.read;
  if (typeof options.destroy === "function") stream._destroy = options.destroy;
  if (options.encoding) setEncoding.call(stream, options.encoding);
}

function setEncoding(encoding) {
  const { StringDecoder } = require("string_decoder");
  const state = this._readableState;
  state.decoder = new StringDecoder(encoding);
  state.encoding = state.decoder.encoding;
  const text = state.buffer.map((chunk) => state.decoder.write(chunk)).join("");
  state.buffer = text === "" ? [] : [text];
  state.length = text.length;
  return this;
}

const methods = {
  setEncoding,

  push(chunk, encoding) {
    return add(this, chunk, encoding, false);
  },

  unshift(chunk, encoding) {
    return add(this, chunk, encoding, true);
  },

  isPaused() {
    return this._readableState.paused === true || this._readableState.flowing === false;
  },

  _read() {
    throw codedError("ERR_METHOD_NOT_IMPLEMENTED", "_read()");
  },

  read(wanted) {
    const state = this._readableState;
    const size = wanted === undefined ? NaN : Math.trunc(wanted);
    if (size > state.highWaterMark) state.highWaterMark = size;
    if (size !== 0) state.emittedReadable = false;
    const enough = state.highWaterMark !== 0 ? state.length >= state.highWaterMark : state.length > 0;
    if (size === 0 && state.needReadable && (enough || state.ended)) {
      if (state.length === 0 && state.ended) endReadable(this);
      else emitReadable(this);
      return null;
    }
    let count = howMuch(state, size);
    if (count === 0 && state.ended) {
      if (state.length === 0) endReadable(this);
      return null;
    }
    let ask = state.needReadable || state.length === 0 || state.length - count < state.highWaterMark;
    if (state.ended || state.reading || state.destroyed || state.errored || !state.constructed) ask = false;
    if (ask) {
      state.reading = true;
      state.sync = true;
      if (state.length === 0) state.needReadable = true;
      try {
        this._read(state.highWaterMark);
      } catch (error) {
        fail(this, error);
      }
      state.sync = false;
      if (!state.reading) count = howMuch(state, size);
    }
    const chunk = count > 0 ? take(state, count) : null;
    if (chunk === null) {
      state.needReadable = state.length <= state.highWaterMark;
      count = 0;
    } else {
      state.length -= count;
      state.awaitDrain?.clear();
    }
    if (state.length === 0) {
      if (!state.ended) state.needReadable = true;
      if (size !== count && state.ended) endReadable(this);
    }
    if (chunk !== null && !state.errored && !state.closeEmitted) {
      state.dataEmitted = true;
      this.emit("data", chunk);
    }
    return chunk;
  },

  on(name, listener) {
    const result = Stream.prototype.on.call(this, name, listener);
    const state = this._readableState;
    if (name === "data") {
      state.readableListening = this.listenerCount("readable") > 0;
      if (state.flowing !== false) this.resume();
    } else if (name === "readable" && !state.endEmitted && !state.readableListening) {
      state.readableListening = true;
      state.needReadable = true;
      state.flowing = false;
      state.emittedReadable = false;
      if (state.length > 0) emitReadable(this);
      else if (!state.reading) process.nextTick(() => this.read(0));
    }
    return result;
  },

  removeListener(name, listener) {
    const result = Stream.prototype.removeListener.call(this, name, listener);
    if (name === "readable") process.nextTick(lookAgain, this);
    return result;
  },

  removeAllListeners(...names) {
    const result = Stream.prototype.removeAllListeners.apply(this, names);
    if (names[0] === "readable" || names.length === 0) process.nextTick(lookAgain, this);
    return result;
  },

  resume() {
    const state = this._readableState;
    if (!state.flowing) {
      state.flowing = !state.readableListening;
      if (!state.resumeScheduled) {
        state.resumeScheduled = true;
        process.nextTick(startFlow, this, state);
      }
    }
    state.paused = false;
    return this;
  },

  pause() {
    const state = this._readableState;
    if (state.flowing !== false) {
      state.flowing = false;
      this.emit("pause");
    }
    state.paused = true;
    return this;
  },

  pipe(target, options) {
    return require("internal/stream_pipe").pipe(this, target, options);
  },

  unpipe(target) {
    return require("internal/stream_pipe").unpipe(this, target);
  },

  wrap(old) {
    old.on("data", (chunk) => {
      if (!this.push(chunk)) old.pause?.();
    });
    old.on("end", () => this.push(null));
    old.on("error", (error) => fail(this, error));
    old.on("close", () => destroy.call(this));
    this._read = () => old.resume?.();
    return this;
  },

  destroy,

  _destroy(error, callback) {
    callback(error);
  },

  [Symbol.asyncIterator]() {
    return require("internal/stream_iterator").iterate(this);
  },

  iterator(options) {
    return require("internal/stream_iterator").iterate(this, options);
  },
};
methods.addListener = methods.on;
methods.off = methods.removeListener;

function add(stream, chunk, encodingName, isFront) {
  const state = stream._readableState;
  if (chunk === null) {
    state.reading = false;
    finishReading(stream, state);
    return false;
  }
  let data = chunk;
  if (!state.objectMode) {
    if (typeof chunk === "string") {
      const encoding = encodingName || state.defaultEncoding;
      if (state.encoding !== encoding) {
        data = Buffer.from(chunk, encoding);
        if (isFront && state.encoding) data = data.toString(state.encoding);
      }
    } else if (ArrayBuffer.isView(chunk) && !(chunk instanceof Buffer)) {
      data = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    } else if (chunk !== undefined && !(chunk instanceof Buffer)) {
      fail(stream, codedError("ERR_INVALID_ARG_TYPE", "chunk", ["string", "Buffer", "TypedArray", "DataView"], chunk));
      return false;
    }
  }
  const isSomething = state.objectMode || (data !== undefined && data.length > 0);
  if (!isSomething) {
    if (!isFront) {
      state.reading = false;
      readMore(stream, state);
    }
    return mayTakeMore(state);
  }
  if (isFront) {
    if (state.endEmitted) fail(stream, codedError("ERR_STREAM_UNSHIFT_AFTER_END_EVENT"));
    else if (state.destroyed || state.errored) return false;
    else put(stream, state, data, true);
  } else if (state.ended) {
    fail(stream, codedError("ERR_STREAM_PUSH_AFTER_EOF"));
  } else if (state.destroyed || state.errored) {
    return false;
  } else {
    state.reading = false;
    if (state.decoder && !(typeof data === "string" && encodingName === state.encoding)) {
      data = typeof data === "string" ? data : state.decoder.write(data);
      if (!state.objectMode && data.length === 0) readMore(stream, state);
      else put(stream, state, data, false);
    } else put(stream, state, data, false);
  }
  return mayTakeMore(state);
}

function mayTakeMore(state) {
  return !state.ended && (state.length < state.highWaterMark || state.length === 0);
}

function put(stream, state, chunk, isFront) {
  if (state.flowing && state.length === 0 && !state.sync && stream.listenerCount("data") > 0) {
    state.awaitDrain?.clear();
    state.dataEmitted = true;
    stream.emit("data", chunk);
  } else {
    state.length += state.objectMode ? 1 : chunk.length;
    if (isFront) state.buffer.unshift(chunk);
    else state.buffer.push(chunk);
    if (state.needReadable) emitReadable(stream);
  }
  readMore(stream, state);
}

function finishReading(stream, state) {
  if (state.ended) return;
  const rest = state.decoder?.end();
  if (rest) {
    state.buffer.push(rest);
    state.length += state.objectMode ? 1 : rest.length;
  }
  state.ended = true;
  if (state.sync) {
    emitReadable(stream);
  } else {
    state.needReadable = false;
    state.emittedReadable = true;
    tellReadable(stream);
  }
}

function emitReadable(stream) {
  const state = stream._readableState;
  state.needReadable = false;
  if (state.emittedReadable) return;
  state.emittedReadable = true;
  process.nextTick(tellReadable, stream);
}

function tellReadable(stream) {
  const state = stream._readableState;
  if (!state.destroyed && !state.errored && (state.length > 0 || state.ended)) {
    stream.emit("readable");
    state.emittedReadable = false;
  }
  state.needReadable = !state.flowing && !state.ended && state.length <= state.highWaterMark;
  flow(stream);
}

function readMore(stream, state) {
  if (state.readingMore || !state.constructed) return;
  state.readingMore = true;
  process.nextTick(() => {
    while (
      !state.reading && !state.ended &&
      (state.length < state.highWaterMark || (state.flowing && state.length === 0))
    ) {
      const before = state.length;
      stream.read(0);
      if (before === state.length) break;
    }
    state.readingMore = false;
  });
}

function flow(stream) {
  const state = stream._readableState;
  while (state.flowing && stream.read() !== null);
}

function startFlow(stream, state) {
  if (!state.reading) stream.read(0);
  state.resumeScheduled = false;
  stream.emit("resume");
  flow(stream);
  if (state.flowing && !state.reading) stream.read(0);
}

function lookAgain(stream) {
  const state = stream._readableState;
  state.readableListening = stream.listenerCount("readable") > 0;
  if (state.resumeScheduled && !state.paused) state.flowing = true;
  else if (stream.listenerCount("data") > 0) stream.resume();
  else if (!state.readableListening) state.flowing = null;
}

function endReadable(stream) {
  const state = stream._readableState;
  if (state.endEmitted) return;
  state.ended = true;
  // Whoever reads on at the end asks again and again: a request without a body four times.
  if (state.endScheduled) return;
  state.endScheduled = true;
  process.nextTick(endNow, stream, state);
}

function endNow(stream, state) {
  state.endScheduled = false;
  if (state.errored || state.closeEmitted || state.endEmitted || state.length > 0) return;
  state.endEmitted = true;
  stream.emit("end");
  const writable = stream._writableState;
  if (stream.allowHalfOpen === false && writable && !writable.ending) {
    process.nextTick(() => {
      if (!writable.ending && !writable.destroyed) stream.end();
    });
  } else if (state.autoDestroy && (!writable || (writable.autoDestroy && (writable.finished || writable.writable === false)))) {
    stream.destroy();
  }
}

const getters = {
  readable: (state) => state.readable && !state.destroyed && !state.errorEmitted && !state.endEmitted,
  readableDidRead: (state) => state.dataEmitted,
  readableAborted: (state) => state.readable && (state.destroyed || Boolean(state.errored)) && !state.endEmitted,
  readableHighWaterMark: (state) => state.highWaterMark,
  readableBuffer: (state) => state.buffer,
  readableFlowing: (state) => state.flowing,
  readableLength: (state) => state.length,
  readableObjectMode: (state) => state.objectMode,
  readableEncoding: (state) => state.encoding,
  errored: (state) => state.errored,
  closed: (state) => state.closed,
  destroyed: (state) => state.destroyed,
  readableEnded: (state) => state.endEmitted,
};

/** Puts the readable half on a prototype. */
function install(prototype) {
  for (const name of Reflect.ownKeys(methods)) {
    Object.defineProperty(prototype, name, { value: methods[name], writable: true, configurable: true, enumerable: false });
  }
  for (const [name, read] of Object.entries(getters)) {
    Object.defineProperty(prototype, name, {
      configurable: true,
      get() {
        return this._readableState === undefined ? false : read(this._readableState);
      },
      set(value) {
        if (!this._readableState) return;
        if (name === "readable") this._readableState.readable = Boolean(value);
        else if (name === "readableFlowing") this._readableState.flowing = value;
        else if (name === "destroyed") this._readableState.destroyed = value;
      },
    });
  }
}
install(Readable.prototype);
Object.defineProperty(Readable.prototype, "afterConstruct", {
  configurable: true,
  writable: true,
  value() {
    if (this._readableState.needReadable) this.read(0);
  },
});

/** What a stream can do as an array can, and how many arguments each names. */
const OPERATORS = {
  map: 2, filter: 2, flatMap: 2, drop: 1, take: 1, forEach: 2, toArray: 1, some: 1, every: 1, find: 2, reduce: 3,
};
for (const [name, length] of Object.entries(OPERATORS)) {
  const method = function (...args) {
    if (new.target) throw codedError("ERR_ILLEGAL_CONSTRUCTOR");
    return require("internal/stream_operators").operate(this, name, args, Readable.from);
  };
  Object.defineProperty(method, "name", { value: name });
  Object.defineProperty(method, "length", { value: length });
  hidden(Readable.prototype, name, method);
}

/** A stream of what an iterable gives, strings whole. */
Readable.from = (iterable, options) => require("internal/stream_iterator").from(Readable, iterable, options);

module.exports = { Readable, begin, install };

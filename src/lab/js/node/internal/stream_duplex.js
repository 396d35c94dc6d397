"use strict";

// Streams that are read and written (nodejs.org/api/stream.html, "Duplex and transform streams").

const EventEmitter = require("events");
const { construct, obey } = require("internal/stream_base");
const readable = require("internal/stream_readable");
const writable = require("internal/stream_writable");
const { codedError } = require("internal/errors");

const { Readable } = readable;

/** @param {object} [options] */
function Duplex(options) {
  if (!(this instanceof Duplex)) return new Duplex(options);
  EventEmitter.init.call(this, options);
  readable.begin(this, options, true);
  writable.begin(this, options, true);
  this.allowHalfOpen = options?.allowHalfOpen !== false;
  if (options?.readable === false) {
    Object.assign(this._readableState, { readable: false, ended: true, endEmitted: true });
  }
  if (options?.writable === false) {
    Object.assign(this._writableState, { writable: false, ending: true, ended: true, finished: true });
  }
  construct(this, options);
  if (options?.signal) obey(this, options.signal);
}
Object.setPrototypeOf(Duplex.prototype, Readable.prototype);
Object.setPrototypeOf(Duplex, Readable);

// `pipe` and what both halves have come from the readable one.
const kept = new Map();
for (const name of ["pipe", "closed", "destroyed", "errored"]) {
  kept.set(name, Object.getOwnPropertyDescriptor(Readable.prototype, name));
}
const writableDestroy = writable.Writable.prototype.destroy;
writable.install(Duplex.prototype);
for (const [name, property] of kept) Object.defineProperty(Duplex.prototype, name, property);
Duplex.prototype.destroy = function (error, callback) {
  return writableDestroy.call(this, error, callback);
};
const afterWritable = Duplex.prototype.afterConstruct;
Duplex.prototype.afterConstruct = function () {
  afterWritable.call(this);
  if (this._readableState.needReadable) this.read(0);
};
Object.defineProperty(Duplex.prototype, "afterConstruct", { enumerable: false });
Object.defineProperty(Duplex.prototype, "destroy", { enumerable: false });
Duplex.from = (iterable) => Readable.from(iterable);

Object.defineProperty(writable.Writable, Symbol.hasInstance, {
  configurable: true,
  value(value) {
    if (Function.prototype[Symbol.hasInstance].call(this, value)) return true;
    return this === writable.Writable && Boolean(value?._writableState) && value instanceof Duplex;
  },
});

/** @param {object} [options] with `transform` and `flush` */
function Transform(options) {
  if (!(this instanceof Transform)) return new Transform(options);
  const mark = options?.readableHighWaterMark === 0 ? { highWaterMark: null } : undefined;
  Duplex.call(this, { ...options, ...mark });
  this._readableState.sync = false;
  Object.defineProperty(this, WAITING, { value: undefined, writable: true });
  if (typeof options?.transform === "function") this._transform = options.transform;
  if (typeof options?.flush === "function") this._flush = options.flush;
}
const WAITING = Symbol("kCallback");
Object.setPrototypeOf(Transform.prototype, Duplex.prototype);
Object.setPrototypeOf(Transform, Duplex);

const transforming = {
  _transform() {
    throw codedError("ERR_METHOD_NOT_IMPLEMENTED", "_transform()");
  },

  _write(chunk, encoding, callback) {
    const state = this._readableState;
    const before = state.length;
    this._transform(chunk, encoding, (error, value) => {
      if (error) return callback(error);
      if (value !== undefined && value !== null) this.push(value);
      if (this._writableState.ended || before === state.length || state.length < state.highWaterMark) {
        return callback();
      }
      this[WAITING] = callback;
      return undefined;
    });
  },

  _read() {
    const callback = this[WAITING];
    this[WAITING] = undefined;
    callback?.();
  },

  _final(callback) {
    if (typeof this._flush !== "function" || this.destroyed) {
      this.push(null);
      callback();
      return;
    }
    this._flush((error, value) => {
      if (error) {
        callback(error);
        return;
      }
      if (value !== undefined && value !== null) this.push(value);
      this.push(null);
      callback();
    });
  },
};
for (const [name, value] of Object.entries(transforming)) {
  Object.defineProperty(Transform.prototype, name, { value, writable: true, configurable: true, enumerable: false });
}

/** A transform that changes nothing. */
function PassThrough(options) {
  if (!(this instanceof PassThrough)) return new PassThrough(options);
  Transform.call(this, options);
}
Object.setPrototypeOf(PassThrough.prototype, Transform.prototype);
Object.setPrototypeOf(PassThrough, Transform);
PassThrough.prototype._transform = function (chunk, _, callback) {
  callback(null, chunk);
};

for (const [Class, prototype] of [[Duplex, Duplex.prototype], [Transform, Transform.prototype], [PassThrough, PassThrough.prototype]]) {
  Object.defineProperty(prototype, "constructor", { value: Class, writable: true, configurable: true });
}

module.exports = { Duplex, Transform, PassThrough };

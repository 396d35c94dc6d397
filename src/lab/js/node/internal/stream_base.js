"use strict";

// The legacy `Stream` that all streams are, and what readable and writable ones share: how they
// are destroyed (nodejs.org/api/stream.html).

const EventEmitter = require("events");
const { AbortError } = require("internal/errors");

/** @param {object} [options] */
function Stream(options) {
  EventEmitter.call(this, options);
}
Object.setPrototypeOf(Stream.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Stream, EventEmitter);

/**
 * Ends a stream at once: `_destroy`, then `error` and `close` on the next tick.
 * @this {Stream}
 * @param {Error | null} [error]
 * @param {Function} [callback]
 * @returns {Stream}
 */
function destroy(error = null, callback = undefined) {
  const { _readableState: readable, _writableState: writable } = this;
  const first = readable ?? writable;
  if (first.destroyed) {
    if (typeof callback === "function") callback(null);
    return this;
  }
  if (readable) noteDestroyed(readable, error);
  if (writable) noteDestroyed(writable, error);
  let called = false;
  const done = (late) => {
    if (called) return;
    called = true;
    // What `_destroy` hands on is what is told: it may keep the error to itself.
    const failure = late ?? null;
    if (readable) noteClosed(readable, failure);
    if (writable) noteClosed(writable, failure);
    if (typeof callback === "function") callback(failure);
    process.nextTick(tellEnd, this, failure);
  };
  const begin = () => {
    try {
      this._destroy(error ?? null, done);
    } catch (thrown) {
      done(thrown);
    }
  };
  if (first.constructed === false) this.once(CONSTRUCTED, begin);
  else begin();
  return this;
}

function noteDestroyed(state, error) {
  state.destroyed = true;
  if (error && !state.errored) state.errored = error;
}

function noteClosed(state, failure) {
  state.closed = true;
  if (failure && !state.errored) state.errored = failure;
}

const CONSTRUCTED = Symbol("kConstructed");

function tellEnd(stream, error) {
  if (error) errorOnce(stream, error);
  const { _readableState: readable, _writableState: writable } = stream;
  if (readable) readable.closeEmitted = true;
  if (writable) writable.closeEmitted = true;
  if ((readable ?? writable).emitClose) stream.emit("close");
}

/** Emits `error`, at most one in a stream's life. */
function errorOnce(stream, error) {
  const { _readableState: readable, _writableState: writable } = stream;
  if (readable?.errorEmitted || writable?.errorEmitted) return;
  for (const state of [readable, writable]) if (state) state.errorEmitted = true;
  stream.emit("error", error);
}

/**
 * Makes a stream fail: destroys it where it does so by itself, and otherwise tells of the error.
 * @param {Stream} stream
 * @param {Error} error
 */
function fail(stream, error) {
  const { _readableState: readable, _writableState: writable } = stream;
  if (readable?.destroyed || writable?.destroyed) return;
  for (const state of [readable, writable]) if (state && !state.errored) state.errored = error;
  if ((readable ?? writable).autoDestroy) stream.destroy(error);
  else process.nextTick(errorOnce, stream, error);
}

/** Runs the `construct` of a stream before anything else happens to it. */
function construct(stream, options) {
  if (options && typeof options.construct === "function") stream._construct = options.construct;
  if (typeof stream._construct !== "function") return;
  const states = [stream._readableState, stream._writableState].filter(Boolean);
  for (const state of states) state.constructed = false;
  process.nextTick(() => {
    stream._construct((error) => {
      for (const state of states) state.constructed = true;
      if (error) fail(stream, error);
      stream.emit(CONSTRUCTED);
      stream.afterConstruct?.();
    });
  });
}

/** Destroys a stream when `options.signal` aborts. */
function obey(stream, signal) {
  if (!signal) return;
  const abort = () => stream.destroy(new AbortError(undefined, { cause: signal.reason }));
  if (signal.aborted) abort();
  else signal.addEventListener("abort", abort, { once: true });
}

module.exports = { Stream, destroy, fail, errorOnce, construct, obey, CONSTRUCTED };

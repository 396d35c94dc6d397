"use strict";

// The queue of `process.nextTick`, the batches of `setImmediate`, and what the system has done meanwhile.

const { validateFunction } = require("internal/validate");
const { slot } = require("internal/context");

/** Entries of what ran that are still in the queue; ticks that never end must not fill memory. */
const QUEUE_KEPT = 3072;

/** Callbacks, their values and their contexts in turn. */
let ticks = [];
let next = 0;
let immediates = [];
let batch = [];
/** Work of the system: begun since the last poll phase, done by the next one, told in the present one. */
let begun = [];
let done = [];
let told = [];

/**
 * @param {Function} callback runs before promise jobs, when the current code is done
 * @param {...unknown} values
 */
function nextTick(callback, ...values) {
  validateFunction(callback, "callback");
  ticks.push(callback, values, slot.frame);
}

/** Empties the queue; `true` when something ran. */
function runTicks() {
  const any = next < ticks.length;
  while (next < ticks.length) {
    const callback = ticks[next];
    const values = ticks[next + 1];
    slot.frame = ticks[next + 2];
    next += 3;
    if (next === QUEUE_KEPT) {
      ticks.splice(0, next);
      next = 0;
    }
    if (values.length === 0) callback();
    else callback(...values);
  }
  if (any) {
    ticks = [];
    next = 0;
  }
  // Nothing of one turn's context may be left in the next.
  slot.frame = undefined;
  return any;
}

/** What `setImmediate` gives. */
class Immediate {
  #frame = slot.frame;

  constructor(callback, values) {
    this._onImmediate = callback;
    this._argv = values.length > 0 ? values : undefined;
    this._destroyed = false;
  }

  static run(immediate) {
    immediate._destroyed = true;
    slot.frame = immediate.#frame;
    immediate._onImmediate(...(immediate._argv ?? []));
  }

  hasRef() {
    return !this._destroyed;
  }

  ref() {
    return this;
  }

  unref() {
    return this;
  }

  [Symbol.dispose]() {
    clearImmediate(this);
  }
}

/**
 * @param {Function} callback
 * @param {...unknown} values
 * @returns {Immediate}
 */
function setImmediate(callback, ...values) {
  validateFunction(callback, "callback");
  const immediate = new Immediate(callback, values);
  immediates.push(immediate);
  host.wantImmediate();
  return immediate;
}

/** @param {Immediate} immediate */
function clearImmediate(immediate) {
  if (immediate instanceof Immediate) immediate._destroyed = true;
}

/** Runs the next callback of the present batch; `true` when the batch has more. */
function runImmediate() {
  if (batch.length === 0) {
    batch = immediates.reverse();
    immediates = [];
  }
  let immediate = batch.pop();
  while (immediate?._destroyed && batch.length > 0) immediate = batch.pop();
  // Said before the callback runs, which may throw.
  if (batch.length > 0) host.wantImmediate();
  if (immediate !== undefined && !immediate._destroyed) Immediate.run(immediate);
  return batch.length > 0;
}

/**
 * Tells in a poll phase that work of the system is done: in the one after the next, as what takes a while. So
 * immediates that wait already come first, and those that the callback starts come before timers.
 *
 * @param {() => void} callback
 */
function whenDone(callback) {
  begun.push({ callback, frame: slot.frame });
  host.wantCompletion();
}

/**
 * Runs the next callback of this poll phase; `true` when the phase has more.
 *
 * @param {boolean} isFirst the phase begins
 */
function runCompletion(isFirst) {
  if (isFirst) {
    told = done.reverse();
    done = begun;
    begun = [];
    if (done.length > 0) host.wantCompletion();
  }
  const next = told.pop();
  if (next !== undefined) {
    slot.frame = next.frame;
    next.callback();
  }
  return told.length > 0;
}

module.exports = { nextTick, runTicks, setImmediate, clearImmediate, runImmediate, Immediate, whenDone, runCompletion };

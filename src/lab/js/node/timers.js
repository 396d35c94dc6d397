"use strict";

// Timers (nodejs.org/api/timers.html). When one is due is the machine's business.

const { validateFunction } = require("internal/validate");
const { slot } = require("internal/context");
const { setImmediate, clearImmediate } = require("internal/ticks");

/** Longer delays do not fit the system's timers. */
const DELAY_MS_MAX = 2 ** 31 - 1;

const known = new Map();
let lastId = 0;

/** What `setTimeout` and `setInterval` give. */
class Timeout {
  #id;
  #referenced = true;
  #frame = slot.frame;

  constructor(callback, delay, values, repeats) {
    let after = delay * 1;
    if (!(after >= 1 && after <= DELAY_MS_MAX)) {
      if (after > DELAY_MS_MAX) {
        process.emitWarning(
          `${after} does not fit into a 32-bit signed integer.\nTimeout duration was set to 1.`,
          "TimeoutOverflowWarning",
        );
      }
      after = 1;
    }
    this._idleTimeout = after;
    this._onTimeout = callback;
    this._timerArgs = values.length > 0 ? values : undefined;
    this._repeat = repeats ? after : null;
    this._destroyed = false;
    lastId += 1;
    this.#id = lastId;
    this.#start();
  }

  #start() {
    known.set(this.#id, this);
    host.timerStart(this.#id, this._idleTimeout);
    if (!this.#referenced) host.timerRef(this.#id, false);
  }

  /** Runs the callback; called when the timer is due. */
  static fire(id) {
    const timeout = known.get(id);
    if (timeout === undefined) return;
    const again = timeout._repeat !== null;
    if (!again) timeout.close();
    slot.frame = timeout.#frame;
    try {
      timeout._onTimeout(...(timeout._timerArgs ?? []));
    } finally {
      if (again && !timeout._destroyed) timeout.#start();
    }
  }

  static close(id) {
    known.get(Number(id))?.close();
  }

  close() {
    this._destroyed = true;
    known.delete(this.#id);
    host.timerStop(this.#id);
    return this;
  }

  refresh() {
    if (!this._destroyed || this._repeat === null) {
      this._destroyed = false;
      this.#start();
    }
    return this;
  }

  ref() {
    this.#referenced = true;
    if (!this._destroyed) host.timerRef(this.#id, true);
    return this;
  }

  unref() {
    this.#referenced = false;
    if (!this._destroyed) host.timerRef(this.#id, false);
    return this;
  }

  hasRef() {
    return this.#referenced;
  }

  [Symbol.dispose]() {
    this.close();
  }

  [Symbol.toPrimitive]() {
    return this.#id;
  }

  [Symbol.for("nodejs.util.inspect.custom")](_, options) {
    return require("internal/inspect").inspect(this, { ...options, depth: 0, customInspect: false });
  }
}

/**
 * @param {Function} callback
 * @param {number} [delay] milliseconds
 * @param {...unknown} values
 * @returns {Timeout}
 */
function setTimeout(callback, delay = 1, ...values) {
  validateFunction(callback, "callback");
  return new Timeout(callback, delay, values, false);
}

/**
 * @param {Function} callback
 * @param {number} [delay] milliseconds
 * @param {...unknown} values
 * @returns {Timeout}
 */
function setInterval(callback, delay = 1, ...values) {
  validateFunction(callback, "callback");
  return new Timeout(callback, delay, values, true);
}

/** @param {Timeout | number | string} timeout */
function clearTimeout(timeout) {
  if (timeout instanceof Timeout) timeout.close();
  else if (typeof timeout === "number" || typeof timeout === "string") Timeout.close(timeout);
}

module.exports = {
  setTimeout,
  clearTimeout,
  setImmediate,
  clearImmediate,
  setInterval,
  clearInterval: clearTimeout,
};
Object.defineProperty(module.exports, "promises", {
  enumerable: true,
  get: () => require("timers/promises"),
});
Object.defineProperty(module.exports, "fire", { value: Timeout.fire });
const promisify = Symbol.for("nodejs.util.promisify.custom");
for (const name of ["setTimeout", "setImmediate"]) {
  Object.defineProperty(module.exports[name], promisify, {
    enumerable: true,
    get: () => require("timers/promises")[name],
  });
}

"use strict";

// Emitters of named events (nodejs.org/api/events.html).

const { codedError, AbortError } = require("internal/errors");
const { validateFunction, validateNumber, validateAbortSignal } = require("internal/validate");

const { apply } = Reflect;
const captures = Symbol("kCapture");
const shapeMode = Symbol("shapeMode");
const errorMonitor = Symbol("events.errorMonitor");
const captureRejectionSymbol = Symbol.for("nodejs.rejection");
const SIDE_LISTENERS = Symbol("kWatermarkData");

let defaultMaxListeners = 10;

/**
 * An object that calls listeners by the names of events.
 * @param {{captureRejections?: boolean}} [options]
 */
function EventEmitter(options) {
  EventEmitter.init.call(this, options);
}

EventEmitter.init = function init(options) {
  if (this._events === undefined || this._events === Object.getPrototypeOf(this)._events) {
    this._events = Object.create(null);
    this._eventsCount = 0;
  }
  this._maxListeners = this._maxListeners || undefined;
  this[shapeMode] = false;
  this[captures] = Boolean(options?.captureRejections ?? EventEmitter.captureRejections);
};

const methods = {
  setMaxListeners(count) {
    validateNumber(count, "setMaxListeners", 0);
    this._maxListeners = count;
    return this;
  },

  getMaxListeners() {
    return this._maxListeners === undefined ? defaultMaxListeners : this._maxListeners;
  },

  emit(type, ...values) {
    const events = this._events;
    if (type === "error") {
      if (events?.[errorMonitor] !== undefined) this.emit(errorMonitor, ...values);
      if (events?.error === undefined) throw unhandled(values[0]);
    }
    const listeners = events?.[type];
    if (listeners === undefined) return false;
    if (typeof listeners === "function") {
      if (this[captures]) callOne(this, type, listeners, values);
      else apply(listeners, this, values);
    } else {
      // A listener may add or take away others, which counts from the next time on.
      for (const listener of listeners.slice()) callOne(this, type, listener, values);
    }
    return true;
  },

  addListener(type, listener) {
    return add(this, type, listener, false);
  },

  prependListener(type, listener) {
    return add(this, type, listener, true);
  },

  once(type, listener) {
    validateFunction(listener, "listener");
    // Through `on`, which streams have of their own.
    return this.on(type, onceOnly(this, type, listener));
  },

  prependOnceListener(type, listener) {
    validateFunction(listener, "listener");
    return this.prependListener(type, onceOnly(this, type, listener));
  },

  removeListener(type, listener) {
    validateFunction(listener, "listener");
    const listeners = this._events?.[type];
    if (listeners === undefined) return this;
    if (listeners === listener || listeners.listener === listener) {
      forget(this, type);
      tellRemoved(this, type, listeners.listener ?? listener);
    } else if (typeof listeners !== "function") {
      const index = listeners.findLastIndex((one) => one === listener || one.listener === listener);
      if (index < 0) return this;
      listeners.splice(index, 1);
      if (listeners.length === 1) this._events[type] = listeners[0];
      // One of several is told as it was given, which is the wrapper when a `once` listener was called.
      tellRemoved(this, type, listener);
    }
    return this;
  },

  removeAllListeners(...types) {
    const events = this._events;
    if (events === undefined) return this;
    if (events.removeListener === undefined) {
      if (types.length === 0) {
        this._events = Object.create(null);
        this._eventsCount = 0;
      } else if (events[types[0]] !== undefined) {
        forget(this, types[0]);
      }
      return this;
    }
    if (types.length === 0) {
      for (const type of Reflect.ownKeys(events)) {
        if (type !== "removeListener") this.removeAllListeners(type);
      }
      this.removeAllListeners("removeListener");
      this._events = Object.create(null);
      this._eventsCount = 0;
      return this;
    }
    for (const listener of listOf(this, types[0]).reverse()) this.removeListener(types[0], listener);
    return this;
  },

  listeners(type) {
    return listOf(this, type).map((listener) => listener.listener ?? listener);
  },

  rawListeners(type) {
    return listOf(this, type);
  },

  listenerCount(type, listener) {
    const known = this._events?.[type];
    if (known === undefined) return 0;
    if (listener === undefined || listener === null) return typeof known === "function" ? 1 : known.length;
    return listOf(this, type).filter((one) => one === listener || one.listener === listener).length;
  },

  eventNames() {
    return this._eventsCount > 0 ? Reflect.ownKeys(this._events) : [];
  },
};

EventEmitter.prototype._events = undefined;
EventEmitter.prototype._eventsCount = 0;
EventEmitter.prototype._maxListeners = undefined;
Object.assign(EventEmitter.prototype, methods);
EventEmitter.prototype.on = methods.addListener;
EventEmitter.prototype.off = methods.removeListener;

function callOne(emitter, type, listener, values) {
  const result = apply(listener, emitter, values);
  if (emitter[captures] && typeof result?.then === "function") {
    result.then(undefined, (reason) => process.nextTick(rejected, emitter, reason, type, values));
  }
}

function rejected(emitter, reason, type, values) {
  if (typeof emitter[captureRejectionSymbol] === "function") {
    emitter[captureRejectionSymbol](reason, type, ...values);
    return;
  }
  const before = emitter[captures];
  emitter[captures] = false;
  try {
    emitter.emit("error", reason);
  } finally {
    emitter[captures] = before;
  }
}

function unhandled(value) {
  if (value instanceof Error) return value;
  const shown = require("internal/inspect").inspect(value);
  const error = codedError("ERR_UNHANDLED_ERROR", shown);
  error.context = value;
  return error;
}

function add(emitter, type, listener, first) {
  validateFunction(listener, "listener");
  if (emitter._events === undefined) {
    emitter._events = Object.create(null);
    emitter._eventsCount = 0;
  } else if (emitter._events.newListener !== undefined) {
    emitter.emit("newListener", type, listener.listener ?? listener);
  }
  const events = emitter._events;
  const known = events[type];
  if (known === undefined) {
    events[type] = listener;
    emitter._eventsCount += 1;
    return emitter;
  }
  const listeners = typeof known === "function" ? [known] : known;
  if (first) listeners.unshift(listener);
  else listeners.push(listener);
  events[type] = listeners;
  warnOfMany(emitter, type, listeners);
  return emitter;
}

function warnOfMany(emitter, type, listeners) {
  const max = emitter.getMaxListeners();
  if (max <= 0 || listeners.length <= max || listeners.warned) return;
  listeners.warned = true;
  const shown = require("internal/inspect").inspect(emitter, { depth: -1 });
  const warning = new Error(
    `Possible EventEmitter memory leak detected. ${listeners.length} ${String(type)} listeners ` +
      `added to ${shown}. MaxListeners is ${max}. Use emitter.setMaxListeners() to increase limit`,
  );
  warning.name = "MaxListenersExceededWarning";
  Object.assign(warning, { emitter, type, count: listeners.length });
  process.emitWarning(warning);
}

/** As Node's listeners of `once` are called. */
const ONCE_NAME = { value: "wrapper" };

function onceOnly(emitter, type, listener) {
  let fired = false;
  const wrapper = function (...values) {
    if (fired) return undefined;
    emitter.removeListener(type, wrapper);
    fired = true;
    return apply(listener, emitter, values);
  };
  wrapper.listener = listener;
  Object.defineProperty(wrapper, "name", ONCE_NAME);
  return wrapper;
}

function forget(emitter, type) {
  emitter._eventsCount -= 1;
  if (emitter._eventsCount === 0) emitter._events = Object.create(null);
  else delete emitter._events[type];
}

function tellRemoved(emitter, type, listener) {
  if (emitter._events.removeListener !== undefined) emitter.emit("removeListener", type, listener);
}

function listOf(emitter, type) {
  const listeners = emitter._events?.[type];
  if (listeners === undefined) return [];
  return typeof listeners === "function" ? [listeners] : listeners.slice();
}

/**
 * A promise of the values of the next event of this name.
 * @param {EventEmitter | EventTarget} emitter
 * @param {string | symbol} name
 * @param {{signal?: AbortSignal}} [options]
 * @returns {Promise<unknown[]>}
 */
async function once(emitter, name, options = {}) {
  const { signal } = options;
  validateAbortSignal(signal, "options.signal");
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
  return new Promise((resolve, reject) => {
    const settle = (how) => (...values) => {
      unlisten(emitter, name, onEvent);
      if (name !== "error") unlisten(emitter, "error", onError);
      if (signal) unlisten(signal, "abort", onAbort);
      how(values);
    };
    const onEvent = settle(resolve);
    const onError = settle(([error]) => reject(error));
    const onAbort = settle(() => reject(new AbortError(undefined, { cause: signal.reason })));
    listen(emitter, name, onEvent);
    if (name !== "error" && typeof emitter.once === "function") listen(emitter, "error", onError);
    if (signal) listen(signal, "abort", onAbort);
  });
}

function listen(emitter, name, listener) {
  if (typeof emitter.on === "function") emitter.on(name, listener);
  else if (typeof emitter.addEventListener === "function") emitter.addEventListener(name, listener);
  else throw codedError("ERR_INVALID_ARG_TYPE", "emitter", "EventEmitter", emitter);
}

function unlisten(emitter, name, listener) {
  if (typeof emitter.removeListener === "function") emitter.removeListener(name, listener);
  else emitter.removeEventListener(name, listener);
}

/**
 * An endless iterator over the values of all events of this name.
 * @param {EventEmitter | EventTarget} emitter
 * @param {string | symbol} name
 * @param {{signal?: AbortSignal, close?: string[]}} [options]
 * @returns {AsyncIterableIterator<unknown[]>}
 */
function on(emitter, name, options = {}) {
  const { signal } = options;
  validateAbortSignal(signal, "options.signal");
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
  const arrived = [];
  const waiting = [];
  let failure;
  let over = false;
  const onEvent = (...values) => {
    const next = waiting.shift();
    if (next) next.resolve({ value: values, done: false });
    else arrived.push(values);
  };
  const onError = (error) => {
    const next = waiting.shift();
    if (next) next.reject(error);
    else failure = error;
    finish();
  };
  const onAbort = () => onError(new AbortError(undefined, { cause: signal.reason }));
  const finish = () => {
    over = true;
    unlisten(emitter, name, onEvent);
    if (name !== "error") unlisten(emitter, "error", onError);
    for (const close of options.close ?? []) unlisten(emitter, close, finish);
    if (signal) unlisten(signal, "abort", onAbort);
    for (const next of waiting.splice(0)) next.resolve({ value: undefined, done: true });
    return Promise.resolve({ value: undefined, done: true });
  };
  listen(emitter, name, onEvent);
  if (name !== "error" && typeof emitter.on === "function") listen(emitter, "error", onError);
  for (const close of options.close ?? []) listen(emitter, close, finish);
  if (signal) listen(signal, "abort", onAbort);
  const prototype = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype);
  return Object.setPrototypeOf(
    {
      next() {
        if (arrived.length > 0) return Promise.resolve({ value: arrived.shift(), done: false });
        if (failure !== undefined) {
          const error = failure;
          failure = undefined;
          return Promise.reject(error);
        }
        if (over) return finish();
        return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
      },
      return: finish,
      throw(error) {
        if (!(error instanceof Error)) {
          throw codedError("ERR_INVALID_ARG_TYPE", "EventEmitter.AsyncIterator", "Error", error);
        }
        onError(error);
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    },
    prototype,
  );
}

/**
 * @param {EventEmitter | EventTarget} emitter
 * @param {string | symbol} type
 * @returns {Function[]}
 */
function getEventListeners(emitter, type) {
  if (typeof emitter.listeners === "function") return emitter.listeners(type);
  return require("internal/event_target").listenersOf(emitter, type);
}

/**
 * @param {number} [count]
 * @param {...(EventEmitter | EventTarget)} emitters all future ones when there are none
 */
function setMaxListeners(count = defaultMaxListeners, ...emitters) {
  validateNumber(count, "setMaxListeners", 0);
  if (emitters.length === 0) defaultMaxListeners = count;
  for (const emitter of emitters) {
    if (typeof emitter.setMaxListeners === "function") emitter.setMaxListeners(count);
    else emitter[SIDE_LISTENERS] = count;
  }
}

/**
 * @param {EventEmitter | EventTarget} emitter
 * @returns {number}
 */
function getMaxListeners(emitter) {
  if (typeof emitter?.getMaxListeners === "function") return emitter.getMaxListeners();
  return emitter[SIDE_LISTENERS] ?? defaultMaxListeners;
}

/**
 * Calls `listener` when `signal` aborts, at once when it has.
 * @param {AbortSignal} signal
 * @param {Function} listener
 * @returns {{[Symbol.dispose](): void}}
 */
function addAbortListener(signal, listener) {
  if (signal === undefined) throw codedError("ERR_INVALID_ARG_TYPE", "signal", "AbortSignal", signal);
  validateAbortSignal(signal, "signal");
  validateFunction(listener, "listener");
  if (signal.aborted) queueMicrotask(() => listener());
  else signal.addEventListener("abort", listener, { once: true });
  const remove = () => signal.removeEventListener("abort", listener);
  return Symbol.dispose ? { [Symbol.dispose]: remove } : { remove };
}

module.exports = EventEmitter;
Object.assign(EventEmitter, {
  EventEmitter,
  once,
  on,
  getEventListeners,
  getMaxListeners,
  setMaxListeners,
  addAbortListener,
  errorMonitor,
  captureRejectionSymbol,
  captureRejections: false,
  usingDomains: false,
  listenerCount: (emitter, type) => emitter.listenerCount(type),
});
Object.defineProperty(EventEmitter, "defaultMaxListeners", {
  enumerable: true,
  get: () => defaultMaxListeners,
  set(count) {
    validateNumber(count, "defaultMaxListeners", 0);
    defaultMaxListeners = count;
  },
});

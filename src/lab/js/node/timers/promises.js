"use strict";

// Timers as promises (nodejs.org/api/timers.html, "Timers Promises API").

const timers = require("timers");
const { AbortError } = require("internal/errors");
const { validateAbortSignal } = require("internal/validate");

function waiting(start, stop) {
  return (value, { signal, ref = true } = {}) => {
    try {
      validateAbortSignal(signal, "options.signal");
    } catch (error) {
      return Promise.reject(error);
    }
    if (signal?.aborted) return Promise.reject(new AbortError(undefined, { cause: signal.reason }));
    return new Promise((resolve, reject) => {
      const timer = start(() => {
        signal?.removeEventListener("abort", onAbort);
        resolve(value);
      });
      if (!ref) timer.unref();
      function onAbort() {
        stop(timer);
        reject(new AbortError(undefined, { cause: signal.reason }));
      }
      signal?.addEventListener("abort", onAbort, { once: true });
    });
  };
}

/**
 * @param {number} delay milliseconds
 * @param {unknown} [value] what it fulfils with
 * @param {{signal?: AbortSignal, ref?: boolean}} [options]
 * @returns {Promise<unknown>}
 */
function setTimeout(delay, value, options) {
  return waiting((done) => timers.setTimeout(done, delay), timers.clearTimeout)(value, options);
}

/**
 * @param {unknown} [value]
 * @param {{signal?: AbortSignal, ref?: boolean}} [options]
 * @returns {Promise<unknown>}
 */
function setImmediate(value, options) {
  return waiting(timers.setImmediate, timers.clearImmediate)(value, options);
}

/**
 * @param {number} delay milliseconds
 * @param {unknown} [value] what each turn gives
 * @param {{signal?: AbortSignal, ref?: boolean}} [options]
 */
async function* setInterval(delay, value, options = {}) {
  let due = 0;
  let wake;
  const { signal, ref = true } = options;
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
  const interval = timers.setInterval(() => {
    due += 1;
    wake?.();
  }, delay);
  if (!ref) interval.unref();
  const onAbort = () => {
    timers.clearInterval(interval);
    wake?.();
  };
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    while (!signal?.aborted) {
      if (due === 0) await new Promise((resolve) => (wake = resolve));
      for (; due > 0; due -= 1) yield value;
    }
    throw new AbortError(undefined, { cause: signal.reason });
  } finally {
    timers.clearInterval(interval);
    signal?.removeEventListener("abort", onAbort);
  }
}

module.exports = {
  setTimeout,
  setImmediate,
  setInterval,
  scheduler: {
    wait: (delay, options) => setTimeout(delay, undefined, options),
    yield: () => setImmediate(),
  },
};

"use strict";

// The context that asynchronous code belongs to: the request it works on, and what each
// AsyncLocalStorage holds. Whoever keeps a callback for later keeps `slot.frame` with it.

/** What belongs together: never changed, only replaced by another. */
class Frame {
  #enter;

  /**
   * @param {number | undefined} request its number
   * @param {Map<object, unknown> | undefined} stores by their AsyncLocalStorage
   */
  constructor(request, stores) {
    this.request = request;
    this.stores = stores;
  }

  /** The function that makes this frame current. */
  get enter() {
    this.#enter ??= () => {
      slot.frame = this;
    };
    return this.#enter;
  }
}

/** The current frame; host/context.rs writes here too. */
const slot = {
  frame: undefined,
  enter() {
    slot.frame = undefined;
  },
};

let isWatching = false;

/** Lets the context follow promises and `await` from now on; it costs a little for each. */
function watch() {
  if (isWatching) return;
  isWatching = true;
  Object.defineProperty(Promise.prototype, "constructor", {
    configurable: true,
    enumerable: false,
    get: host.watchPromises(slot),
    set(value) {
      Object.defineProperty(this, "constructor", { value, writable: true, configurable: true, enumerable: true });
    },
  });
}

/**
 * Runs `callback` in a context.
 * @param {Frame | undefined} frame
 * @param {Function} callback
 * @param {...unknown} values
 * @returns {unknown} what `callback` returns
 */
function within(frame, callback, ...values) {
  const before = slot.frame;
  slot.frame = frame;
  try {
    return callback(...values);
  } finally {
    slot.frame = before;
  }
}

module.exports = { slot, Frame, watch, within };

"use strict";

// AbortController and AbortSignal (dom.spec.whatwg.org, section 3).

const { Event, EventTarget } = require("internal/event_target");
const { codedError, hidden } = require("internal/errors");

const KEY = Symbol("kCreate");

/** Says whether, and why, something is to be given up. */
class AbortSignal extends EventTarget {
  #aborted = false;
  #reason;
  #onabort = null;
  #calls;

  constructor(key = undefined) {
    if (key !== KEY) throw codedError("ERR_ILLEGAL_CONSTRUCTOR");
    super();
  }

  get onabort() {
    return this.#onabort;
  }

  set onabort(listener) {
    // Its turn is that of the first time it was set.
    if (this.#calls === undefined) {
      this.#calls = (event) => this.#onabort?.call(this, event);
      this.addEventListener("abort", this.#calls);
    }
    this.#onabort = typeof listener === "function" ? listener : null;
  }

  get aborted() {
    return this.#aborted;
  }

  get reason() {
    return this.#reason;
  }

  throwIfAborted() {
    if (this.#aborted) throw this.#reason;
  }

  static begin(signal, reason) {
    if (signal.#aborted) return;
    signal.#aborted = true;
    signal.#reason = reason === undefined ? new DOMException("This operation was aborted", "AbortError") : reason;
    signal.dispatchEvent(new Event("abort"));
  }

  static abort(reason = undefined) {
    const signal = new AbortSignal(KEY);
    begin(signal, reason);
    return signal;
  }

  static timeout(ms) {
    const signal = new AbortSignal(KEY);
    const late = () => begin(signal, new DOMException("The operation was aborted due to timeout", "TimeoutError"));
    setTimeout(late, ms).unref();
    return signal;
  }

  static any(signals) {
    const all = new AbortSignal(KEY);
    for (const signal of signals) {
      if (signal.aborted) begin(all, signal.reason);
      else signal.addEventListener("abort", () => begin(all, signal.reason), { once: true });
    }
    return all;
  }

  [Symbol.for("nodejs.util.inspect.custom")]() {
    return `AbortSignal { aborted: ${this.#aborted} }`;
  }
}
hidden(AbortSignal.prototype, Symbol.toStringTag, "AbortSignal");
const { begin } = AbortSignal;
delete AbortSignal.begin;

/** Gives something up. */
class AbortController {
  #signal = new AbortSignal(KEY);

  get signal() {
    return this.#signal;
  }

  abort(reason = undefined) {
    begin(this.#signal, reason);
  }

  [Symbol.for("nodejs.util.inspect.custom")]() {
    return `AbortController { signal: AbortSignal { aborted: ${this.#signal.aborted} } }`;
  }
}
hidden(AbortController.prototype, Symbol.toStringTag, "AbortController");

module.exports = { AbortSignal, AbortController };

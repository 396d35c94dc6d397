"use strict";

// Events as browsers have them (dom.spec.whatwg.org, section 2).

const { codedError, hidden } = require("internal/errors");

/** Something that happened. */
class Event {
  #stopped = false;
  #prevented = false;

  constructor(type, options = {}) {
    this.type = `${type}`;
    this.bubbles = Boolean(options?.bubbles);
    this.cancelable = Boolean(options?.cancelable);
    this.timeStamp = host.now();
    this.target = null;
    this.currentTarget = null;
  }

  get defaultPrevented() {
    return this.#prevented;
  }

  get isStopped() {
    return this.#stopped;
  }

  preventDefault() {
    if (this.cancelable) this.#prevented = true;
  }

  stopPropagation() {}

  stopImmediatePropagation() {
    this.#stopped = true;
  }
}
hidden(Event.prototype, Symbol.toStringTag, "Event");

/** An event with a value. */
class CustomEvent extends Event {
  constructor(type, options = {}) {
    super(type, options);
    this.detail = options?.detail ?? null;
  }
}

/** What events are sent to. */
class EventTarget {
  #listeners = new Map();

  addEventListener(type, listener, options = {}) {
    if (listener === null || listener === undefined) return;
    const once = typeof options === "object" && Boolean(options?.once);
    const signal = typeof options === "object" ? options?.signal : undefined;
    if (signal?.aborted) return;
    const list = this.#listeners.get(`${type}`) ?? [];
    if (list.some((one) => one.listener === listener)) return;
    this.#listeners.set(`${type}`, [...list, { listener, once }]);
    signal?.addEventListener("abort", () => this.removeEventListener(type, listener), { once: true });
  }

  removeEventListener(type, listener) {
    const list = this.#listeners.get(`${type}`) ?? [];
    this.#listeners.set(`${type}`, list.filter((one) => one.listener !== listener));
  }

  dispatchEvent(event) {
    if (!(event instanceof Event)) throw codedError("ERR_INVALID_ARG_TYPE", "event", "Event", event);
    event.target = this;
    event.currentTarget = this;
    for (const one of this.#listeners.get(event.type) ?? []) {
      if (one.once) this.removeEventListener(event.type, one.listener);
      try {
        if (typeof one.listener === "function") one.listener.call(this, event);
        else one.listener.handleEvent(event);
      } catch (error) {
        process.nextTick(() => {
          throw error;
        });
      }
      if (event.isStopped) break;
    }
    event.currentTarget = null;
    return !event.defaultPrevented;
  }

  /** The listeners of one type. */
  static listenersOf(target, type) {
    return (target.#listeners.get(type) ?? []).map(({ listener }) => listener);
  }
}
hidden(EventTarget.prototype, Symbol.toStringTag, "EventTarget");
const { listenersOf } = EventTarget;
delete EventTarget.listenersOf;

module.exports = { Event, CustomEvent, EventTarget, listenersOf };

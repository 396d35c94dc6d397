"use strict";

// Named channels that libraries tell of their work (nodejs.org/api/diagnostics_channel.html).

const { codedError } = require("internal/errors");
const { validateFunction } = require("internal/validate");
const { within, slot } = require("internal/context");

const channels = new Map();
const EVENTS = ["start", "end", "asyncStart", "asyncEnd", "error"];

class Channel {
  _subscribers = undefined;
  _stores = undefined;

  constructor(name) {
    this.name = name;
    this._index = undefined;
  }

  get hasSubscribers() {
    return this._subscribers !== undefined || this._stores !== undefined;
  }

  subscribe(listener) {
    validateFunction(listener, "subscription");
    this._subscribers = [...(this._subscribers ?? []), listener];
  }

  unsubscribe(listener) {
    const at = this._subscribers?.indexOf(listener) ?? -1;
    if (at < 0) return false;
    const left = this._subscribers.toSpliced(at, 1);
    this._subscribers = left.length > 0 ? left : undefined;
    return true;
  }

  bindStore(store, transform) {
    this._stores ??= new Map();
    this._stores.set(store, transform);
  }

  unbindStore(store) {
    const known = this._stores?.delete(store) ?? false;
    if (this._stores?.size === 0) this._stores = undefined;
    return known;
  }

  publish(message) {
    for (const listener of this._subscribers ?? []) {
      try {
        listener(message, this.name);
      } catch (error) {
        process.nextTick(() => {
          throw error;
        });
      }
    }
  }

  runStores(message, callback, receiver, ...values) {
    return within(slot.frame, () => {
      for (const [store, transform] of this._stores ?? []) store.enterWith(transform ? transform(message) : message);
      this.publish(message);
      return Reflect.apply(callback, receiver, values);
    });
  }
}

/** @param {string | symbol} name @returns {Channel} */
function channel(name) {
  if (typeof name !== "string" && typeof name !== "symbol") {
    throw codedError("ERR_INVALID_ARG_TYPE", "channel", ["string", "symbol"], name);
  }
  if (!channels.has(name)) channels.set(name, new Channel(name));
  return channels.get(name);
}

/** Five channels for one piece of work. */
class TracingChannel {
  constructor(name) {
    for (const event of EVENTS) {
      const value = typeof name === "string" ? channel(`tracing:${name}:${event}`) : name[event];
      Object.defineProperty(this, event, { value });
    }
  }

  get hasSubscribers() {
    return EVENTS.some((event) => this[event].hasSubscribers);
  }

  subscribe(listeners) {
    for (const event of EVENTS) if (listeners[event]) this[event].subscribe(listeners[event]);
  }

  unsubscribe(listeners) {
    const done = EVENTS.map((event) => !listeners[event] || this[event].unsubscribe(listeners[event]));
    return done.every(Boolean);
  }

  #failed(context, error) {
    context.error = error;
    this.error.publish(context);
  }

  traceSync(callback, context = {}, receiver = undefined, ...values) {
    if (!this.hasSubscribers) return Reflect.apply(callback, receiver, values);
    return this.start.runStores(context, () => {
      try {
        const result = Reflect.apply(callback, receiver, values);
        context.result = result;
        return result;
      } catch (error) {
        this.#failed(context, error);
        throw error;
      } finally {
        this.end.publish(context);
      }
    });
  }

  tracePromise(callback, context = {}, receiver = undefined, ...values) {
    if (!this.hasSubscribers) return Reflect.apply(callback, receiver, values);
    const settle = () => {
      this.asyncStart.publish(context);
      this.asyncEnd.publish(context);
    };
    return this.start.runStores(context, () => {
      try {
        return Promise.resolve(Reflect.apply(callback, receiver, values)).then(
          (result) => {
            context.result = result;
            settle();
            return result;
          },
          (error) => {
            this.#failed(context, error);
            settle();
            throw error;
          },
        );
      } catch (error) {
        this.#failed(context, error);
        throw error;
      } finally {
        this.end.publish(context);
      }
    });
  }

  traceCallback(callback, position = -1, context = {}, receiver = undefined, ...values) {
    if (!this.hasSubscribers) return Reflect.apply(callback, receiver, values);
    const owner = this;
    const at = position < 0 ? values.length + position : position;
    const done = values[at];
    validateFunction(done, "callback");
    values[at] = function traced(error, result) {
      if (error) owner.#failed(context, error);
      else context.result = result;
      return owner.asyncStart.runStores(context, () => {
        try {
          return Reflect.apply(done, this, arguments);
        } finally {
          owner.asyncEnd.publish(context);
        }
      });
    };
    return this.start.runStores(context, () => {
      try {
        return Reflect.apply(callback, receiver, values);
      } catch (error) {
        this.#failed(context, error);
        throw error;
      } finally {
        this.end.publish(context);
      }
    });
  }
}

module.exports = {
  channel,
  hasSubscribers: (name) => channels.get(name)?.hasSubscribers ?? false,
  subscribe: (name, listener) => channel(name).subscribe(listener),
  tracingChannel: (name) => new TracingChannel(name),
  unsubscribe: (name, listener) => channel(name).unsubscribe(listener),
  Channel,
};

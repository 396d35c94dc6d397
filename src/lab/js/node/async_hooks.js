"use strict";

// The context of asynchronous code (nodejs.org/api/async_context.html). Ids of promises and timers
// are not told: `executionAsyncId` knows the main program and what an AsyncResource runs.

const { slot, Frame, watch, within } = require("internal/context");
const { codedError } = require("internal/errors");
const { validateFunction, validateString, validateObject } = require("internal/validate");
const { refused } = require("internal/refused");

const MAIN_ID = 1;
let lastId = MAIN_ID;
/** What runs: the resource of `runInAsyncScope`, in a frame so that it follows as stores do. */
const running = {};
const mainResource = {};

/** The frame `frame` with `store` for `storage`, or without any when there is no third value. */
function changed(frame, storage, ...store) {
  const stores = new Map(frame?.stores);
  if (store.length > 0) stores.set(storage, store[0]);
  else stores.delete(storage);
  return new Frame(frame?.request, stores);
}

/** A value that is the same for all code that one piece of work runs. */
class AsyncLocalStorage {
  #defaultValue;
  #name;

  constructor(options = {}) {
    validateObject(options, "options");
    this.#defaultValue = options.defaultValue;
    if (options.name !== undefined) this.#name = `${options.name}`;
    watch();
  }

  /** The function `callback`, which runs in the present context from wherever it is called. */
  static bind(callback) {
    return AsyncResource.bind(callback);
  }

  /** A function that runs others in the present context. */
  static snapshot() {
    watch();
    const { frame } = slot;
    return function runInAsyncScope(callback, ...values) {
      return within(frame, () => Reflect.apply(callback, this, values));
    };
  }

  get name() {
    return this.#name ?? "";
  }

  getStore() {
    const { frame } = slot;
    return frame?.stores?.has(this) ? frame.stores.get(this) : this.#defaultValue;
  }

  enterWith(store) {
    slot.frame = changed(slot.frame, this, store);
  }

  run(store, callback, ...values) {
    return within(changed(slot.frame, this, store), () => Reflect.apply(callback, null, values));
  }

  exit(callback, ...values) {
    return within(changed(slot.frame, this, undefined), () => Reflect.apply(callback, undefined, values));
  }

  disable() {
    slot.frame = changed(slot.frame, this);
  }
}

/** Work that a library does later, for whoever asked for it. */
class AsyncResource {
  #id;
  #trigger;
  #frame;

  constructor(type, options = {}) {
    validateString(type, "type");
    const trigger = typeof options === "number" ? options : (options?.triggerAsyncId ?? executionAsyncId());
    if (!Number.isSafeInteger(trigger) || trigger < -1) throw codedError("ERR_INVALID_ASYNC_ID", "triggerAsyncId", trigger);
    watch();
    lastId += 1;
    this.#id = lastId;
    this.#trigger = trigger;
    this.#frame = slot.frame;
  }

  static bind(callback, type, receiver) {
    validateFunction(callback, "fn");
    return new AsyncResource(type ?? (callback.name || "bound-anonymous-fn")).bind(callback, receiver);
  }

  bind(callback, receiver) {
    validateFunction(callback, "fn");
    const resource = this;
    const bound = function (...values) {
      return resource.runInAsyncScope(callback, arguments.length >= 0 && receiver === undefined ? this : receiver, ...values);
    };
    return Object.defineProperties(bound, {
      length: { value: callback.length, configurable: true },
      name: { value: "bound runInAsyncScope", configurable: true },
    });
  }

  runInAsyncScope(callback, receiver, ...values) {
    return within(changed(this.#frame, running, this), () => Reflect.apply(callback, receiver, values));
  }

  emitDestroy() {
    return this;
  }

  asyncId() {
    return this.#id;
  }

  triggerAsyncId() {
    return this.#trigger;
  }
}

/** @returns {number} the id of what runs */
function executionAsyncId() {
  return slot.frame?.stores?.get(running)?.asyncId() ?? MAIN_ID;
}

/** @returns {number} the id of what caused what runs */
function triggerAsyncId() {
  return slot.frame?.stores?.get(running)?.triggerAsyncId() ?? 0;
}

/** @returns {object} what runs */
function executionAsyncResource() {
  return slot.frame?.stores?.get(running) ?? mainResource;
}

module.exports = {
  AsyncLocalStorage,
  createHook: refused("async_hooks", "createHook"),
  executionAsyncId,
  triggerAsyncId,
  executionAsyncResource,
  AsyncResource,
};

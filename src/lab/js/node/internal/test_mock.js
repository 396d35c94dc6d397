"use strict";

// Stand-ins for functions and methods, which remember their calls (nodejs.org/api/test.html,
// "MockTracker").

const { codedError } = require("internal/errors");
const { validateFunction } = require("internal/validate");

/** What a stand-in remembers, and how it is told what to do. */
class MockFunctionContext {
  #calls = [];
  #once = new Map();
  #implementation;
  #original;
  #times;
  #restore;

  constructor(original, implementation, times, restore) {
    this.#original = original;
    this.#implementation = implementation;
    this.#times = times;
    this.#restore = restore;
  }

  get calls() {
    return [...this.#calls];
  }

  callCount() {
    return this.#calls.length;
  }

  mockImplementation(implementation) {
    validateFunction(implementation, "implementation");
    this.#implementation = implementation;
  }

  mockImplementationOnce(implementation, onCall = this.#calls.length) {
    validateFunction(implementation, "implementation");
    this.#once.set(onCall, implementation);
  }

  resetCalls() {
    this.#calls = [];
  }

  restore() {
    this.#implementation = this.#original;
    this.#once.clear();
    this.#restore?.();
  }

  /** Makes the call that the stand-in got, and remembers it. */
  static call(context, receiver, values, target) {
    const number = context.#calls.length;
    const chosen = context.#once.get(number) ?? (number < context.#times ? context.#implementation : context.#original);
    context.#once.delete(number);
    const call = { arguments: values, error: undefined, result: undefined, stack: new Error(), target, this: receiver };
    try {
      if (target === undefined) call.result = Reflect.apply(chosen, receiver, values);
      else {
        call.result = Reflect.construct(chosen, values, target);
        call.this = call.result;
      }
      return call.result;
    } catch (error) {
      call.error = error;
      throw error;
    } finally {
      context.#calls.push(call);
    }
  }
}

class MockTracker {
  #contexts = [];
  #timers;

  get timers() {
    const { MockTimers } = require("internal/test_mock_timers");
    this.#timers ??= new MockTimers();
    return this.#timers;
  }

  fn(original = function () {}, implementation = original, options = {}) {
    let [made, settings] = [implementation, options];
    if (implementation !== null && typeof implementation === "object") [made, settings] = [original, implementation];
    validateFunction(original, "original");
    validateFunction(made, "implementation");
    return this.#standIn(original, made, settings);
  }

  method(object, name, implementation = undefined, options = {}) {
    let [made, settings] = [implementation, options];
    if (implementation !== null && typeof implementation === "object") [made, settings] = [undefined, implementation];
    const owner = ownerOf(object, name);
    const descriptor = owner && Object.getOwnPropertyDescriptor(owner, name);
    const part = settings.getter ? "get" : settings.setter ? "set" : "value";
    const original = descriptor?.[part];
    if (typeof original !== "function") throw codedError("ERR_INVALID_ARG_VALUE", "methodName", original, "must be a method");
    const restore = () => {
      if (owner === object) Object.defineProperty(object, name, descriptor);
      else delete object[name];
    };
    const standIn = this.#standIn(original, made ?? original, settings, restore);
    Object.defineProperty(object, name, { ...descriptor, configurable: true, [part]: standIn });
    return standIn;
  }

  getter(object, name, implementation = undefined, options = {}) {
    return this.method(object, name, implementation, { ...options, getter: true });
  }

  setter(object, name, implementation = undefined, options = {}) {
    return this.method(object, name, implementation, { ...options, setter: true });
  }

  #standIn(original, implementation, { times = Infinity }, restore = undefined) {
    const context = new MockFunctionContext(original, implementation, times, restore);
    this.#contexts.push(context);
    return new Proxy(original, {
      apply: (_, receiver, values) => MockFunctionContext.call(context, receiver, values, undefined),
      construct: (_, values, target) => MockFunctionContext.call(context, undefined, values, target),
      get: (target, key, receiver) => (key === "mock" ? context : Reflect.get(target, key, receiver)),
    });
  }

  /** Puts everything back and forgets it. */
  reset() {
    this.restoreAll();
    this.#timers?.reset();
    this.#contexts = [];
  }

  restoreAll() {
    for (const context of this.#contexts) context.restore();
  }
}

function ownerOf(object, name) {
  for (let one = object; one !== null && one !== undefined; one = Object.getPrototypeOf(one)) {
    if (Object.hasOwn(one, name)) return one;
  }
  return undefined;
}

module.exports = { MockTracker };

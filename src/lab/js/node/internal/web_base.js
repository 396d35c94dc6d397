"use strict";

// What all streams of the web share (streams.spec.whatwg.org, sections 7 and 8): strategies, the
// queue of sized chunks, and promises that are settled from outside.

const { codedError, withCode, hidden } = require("internal/errors");
const { inspect } = require("internal/inspect");

const shown = Symbol.for("nodejs.util.inspect.custom");

/** @param {string} why @returns {TypeError} the error for what the state of a stream does not allow */
function invalidState(why) {
  return withCode(TypeError, "ERR_INVALID_STATE", `Invalid state: ${why}`);
}

/** @param {string} name @param {unknown} value @returns {RangeError} with Node's words for a wrong value */
function wrongRange(name, value) {
  return withCode(RangeError, "ERR_INVALID_ARG_VALUE", codedError("ERR_INVALID_ARG_VALUE", name, value).message);
}

/** @param {unknown} value @param {string} name */
function wantObject(value, name) {
  const isObject = value !== null && (typeof value === "object" || typeof value === "function");
  if (!isObject) throw codedError("ERR_INVALID_ARG_TYPE", name, "object", value);
}

/** @param {unknown} value @param {string} name of options that may be missing */
function wantOptions(value, name) {
  if (value !== undefined && value !== null) wantObject(value, name);
}

/** A promise that is settled from outside, and that knows whether it was. */
class Later {
  isPending = true;

  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.settle = resolve;
      this.fail = reject;
    });
  }

  resolve(value) {
    this.isPending = false;
    this.settle(value);
    return this;
  }

  reject(error) {
    this.isPending = false;
    this.fail(error);
    return this;
  }

  /** Nobody has to look at how it ends. */
  handled() {
    this.promise.catch(() => {});
    return this;
  }
}

/** Chunks in their order, each with its size. */
class Queue {
  #items = [];
  #head = 0;
  total = 0;

  get isEmpty() {
    return this.#head === this.#items.length;
  }

  add(value, size) {
    if (typeof size !== "number" || !(size >= 0) || size === Infinity) throw wrongRange("size", size);
    this.#items.push({ value, size });
    this.total += size;
  }

  first() {
    return this.#items[this.#head].value;
  }

  take() {
    const { value, size } = this.#items[this.#head];
    this.#items[this.#head] = undefined;
    this.#head += 1;
    if (this.#head * 2 > this.#items.length) {
      this.#items.splice(0, this.#head);
      this.#head = 0;
    }
    this.total = Math.max(this.total - size, 0);
    return value;
  }

  clear() {
    this.#items = [];
    this.#head = 0;
    this.total = 0;
  }
}

const one = () => 1;
const nothing = () => {};

/**
 * @param {object | undefined} strategy
 * @param {number} usual the mark that holds when none is given
 * @returns {number}
 */
function markOf(strategy, usual) {
  const given = strategy?.highWaterMark;
  if (given === undefined) return usual;
  const mark = +given;
  if (Number.isNaN(mark) || mark < 0) throw wrongRange("strategy.highWaterMark", given);
  return mark;
}

/** @param {object | undefined} strategy @returns {(chunk: unknown) => number} */
function sizeOf(strategy) {
  const size = strategy?.size;
  if (size === undefined) return one;
  if (typeof size !== "function") throw codedError("ERR_INVALID_ARG_TYPE", "strategy.size", "function", size);
  return (chunk) => Reflect.apply(size, undefined, [chunk]);
}

/**
 * A method of a source, sink or transformer as a function that gives a promise.
 * @param {object | undefined} owner
 * @param {string} name
 * @param {string} what the owner is called
 * @returns {(...values: unknown[]) => Promise<unknown>}
 */
function method(owner, name, what) {
  const own = owner?.[name];
  if (own === undefined) return async () => undefined;
  if (typeof own !== "function") throw codedError("ERR_INVALID_ARG_TYPE", `${what}.${name}`, "function", own);
  return async (...values) => Reflect.apply(own, owner, values);
}

/**
 * @param {object | undefined} owner
 * @returns {(controller: object) => unknown} its `start`
 */
function starter(owner) {
  const start = owner?.start;
  if (start === undefined || start === null) return nothing;
  if (typeof start !== "function") throw new TypeError("Bind must be called on a function");
  return (controller) => Reflect.apply(start, owner, [controller]);
}

/**
 * Makes members visible, as those of the web's classes are, and names the class.
 * @param {Function} Class
 * @param {() => object} [show] what `util.inspect` shows of an object that is `this`
 */
function publish(Class, show = undefined) {
  const { prototype } = Class;
  for (const name of Object.getOwnPropertyNames(prototype)) {
    if (name !== "constructor") Object.defineProperty(prototype, name, { enumerable: true });
  }
  if (show === undefined) return;
  hidden(prototype, shown, function show_(depth, options) {
    if (depth < 0) return this;
    const inner = { ...options, depth: options.depth === null ? null : options.depth - 1 };
    return `${Class.name} ${inspect(show.call(this), inner)}`;
  });
}

/** @param {Function} Class whose objects say its name */
function tag(Class) {
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
}

/**
 * The record of `this`; an error names the class when it is something else.
 * @param {object | undefined} record
 * @param {string} name of the class
 * @returns {object}
 */
function own(record, name) {
  if (record === undefined) throw codedError("ERR_INVALID_THIS", name);
  return record;
}

function markOfInit(init) {
  if (init === null || typeof init !== "object") throw codedError("ERR_INVALID_ARG_TYPE", "init", "object", init);
  if (init.highWaterMark === undefined) {
    throw withCode(TypeError, "ERR_MISSING_OPTION", "init.highWaterMark is required");
  }
  return +init.highWaterMark;
}

const countSize = Object.defineProperty(() => 1, "name", { value: "size" });
const byteSize = Object.defineProperty((chunk) => chunk.byteLength, "name", { value: "size" });

/** Each chunk counts as one. */
class CountQueuingStrategy {
  #mark;

  constructor(init) {
    this.#mark = markOfInit(init);
  }

  get highWaterMark() {
    return this.#mark;
  }

  get size() {
    return this.#mark === undefined ? undefined : countSize;
  }
}

/** A chunk counts as many as it has bytes. */
class ByteLengthQueuingStrategy {
  #mark;

  constructor(init) {
    this.#mark = markOfInit(init);
  }

  get highWaterMark() {
    return this.#mark;
  }

  get size() {
    return this.#mark === undefined ? undefined : byteSize;
  }
}
for (const Class of [CountQueuingStrategy, ByteLengthQueuingStrategy]) {
  publish(Class, function show() {
    return { highWaterMark: this.highWaterMark };
  });
  tag(Class);
}

module.exports = {
  invalidState, wrongRange, wantObject, wantOptions, Later, Queue, markOf, sizeOf, method, starter, own, publish, tag,
  CountQueuingStrategy, ByteLengthQueuingStrategy,
};

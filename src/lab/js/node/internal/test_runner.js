"use strict";

// Runs the tests of `node:test`: one after the other, in the order in which they are written.

const { inspect } = require("internal/inspect");
const { validateFunction } = require("internal/validate");
const { AsyncLocalStorage } = require("async_hooks");
const { TestContext, registered } = require("internal/test_context");

const CANCELLED = "test did not finish before its parent and was cancelled";
const PENDING = "Promise resolution is still pending but the event loop has already resolved";

/** The test that code belongs to. */
const current = new AsyncLocalStorage();

/** One test, or a suite of them. */
class Test {
  subtests = [];
  hooks = { before: [], after: [], beforeEach: [], afterEach: [] };
  diagnostics = [];
  isDone = false;
  isCancelled = false;
  /** A test fails with its subtests; that is no error of its own to show. */
  hasFailedSubtests = false;
  passed = false;
  attempt = 0;
  error = undefined;
  duration = undefined;
  /** How many subtests were told to the reporter, and whether it wrote the test's own head. */
  reported = 0;
  isHeadWritten = false;
  assertions = 0;
  controller = undefined;
  #befores;
  #queue = Promise.resolve();

  constructor(parent, isSuite, { name, options, callback, place }) {
    this.parent = parent;
    this.isSuite = isSuite;
    this.name = name;
    this.options = options;
    this.callback = callback;
    this.place = place;
    this.level = parent === undefined ? -1 : parent.level + 1;
    this.skip = options.skip || undefined;
    this.todo = options.todo || (parent?.todo ? true : undefined);
    this.only = Boolean(options.only);
    this.planned = options.plan;
    this.done = new Promise((resolve) => {
      this.settle = resolve;
    });
    parent?.subtests.push(this);
    if (parent?.planned !== undefined && !parent.isSuite) parent.assertions += 1;
  }

  get fullName() {
    return this.level > 0 ? `${this.parent.fullName} > ${this.name}` : this.name;
  }

  get signal() {
    this.controller ??= new AbortController();
    return this.controller.signal;
  }

  hook(kind, callback, options = {}) {
    const owner = this === root ? (current.getStore() ?? root) : this;
    owner.hooks[kind].push({ callback: callback ?? (() => {}), options });
  }

  /** Runs after the siblings before it. */
  enqueue() {
    const { parent } = this;
    if (parent.options.concurrency && parent.options.concurrency !== 1) return this.run();
    parent.#queue = parent.#queue.then(() => this.run());
    return parent.#queue;
  }

  /** A suite says what is in it when it is written down. */
  build() {
    if (this.skip || typeof this.callback !== "function") return;
    try {
      this.built = current.run(this, this.callback, new TestContext(this));
      this.built?.catch?.(() => {});
    } catch (error) {
      this.fail(error);
    }
  }

  fail(error, isCancelled = false) {
    if (this.error !== undefined || this.isDone) return;
    this.error = { value: error };
    this.isCancelled = isCancelled;
  }

  async run() {
    if (this.isDone) return;
    this.began = host.now();
    if (this.skip && this.error === undefined) return this.finish();
    try {
      await this.parent.runBefores();
      if (this.isSuite) await this.#runSuite();
      else await this.#runTest();
    } catch (error) {
      this.fail(error);
    }
    this.finish();
  }

  runBefores() {
    this.#befores ??= this.runHooks("before", this);
    return this.#befores;
  }

  async runHooks(kind, subject) {
    for (const { callback, options } of this.hooks[kind]) {
      await current.run(subject, () => limited(callOf(callback, new TestContext(subject)), options.timeout, "hook"));
    }
  }

  async #runSuite() {
    if (this.error !== undefined) return;
    await this.built;
    try {
      await this.runBefores();
      const running = this.subtests.map((one) => one.enqueue());
      await Promise.all(running);
    } catch (error) {
      this.fail(error);
    }
    await this.runHooks("after", this);
  }

  async #runTest() {
    const chain = [];
    for (let one = this.parent; one !== undefined; one = one.parent) chain.unshift(one);
    try {
      for (const one of chain) await one.runHooks("beforeEach", this);
      const failed = new Promise((_, reject) => {
        this.uncaught = reject;
      });
      failed.catch(() => {});
      const context = new TestContext(this);
      const work = current.run(this, () => callOf(this.callback, context));
      await limited(Promise.race([work, failed]), this.options.timeout, "test", () => {
        this.isCancelled = true;
      });
      await null;
      if (this.planned !== undefined && this.planned !== this.assertions) {
        throw `plan expected ${this.planned} assertions but received ${this.assertions}`;
      }
    } catch (error) {
      const { isCancelled } = this;
      this.isCancelled = false;
      this.fail(error, isCancelled);
    }
    for (const one of chain.reverse()) {
      await one.runHooks("afterEach", this).catch((error) => this.fail(error));
    }
    for (const one of this.subtests) if (!one.isDone) one.cancel();
    await this.runHooks("after", this).catch((error) => this.fail(error));
    this.ownMock?.reset();
  }

  cancel(words = CANCELLED) {
    for (const one of this.subtests) if (!one.isDone) one.cancel(words);
    this.fail(words, true);
    this.finish();
  }

  finish() {
    if (this.isDone) return;
    for (const one of this.subtests) if (!one.isDone) one.cancel();
    if (this.error === undefined && this.subtests.some((one) => one.error && !one.todo)) {
      this.hasFailedSubtests = true;
      this.fail("subtests failed");
    }
    this.passed = this.error === undefined;
    this.isDone = true;
    if (this.began !== undefined) this.duration = host.now() - this.began;
    this.controller?.abort();
    this.settle();
    require("internal/test_reporter").advance(root);
  }
}

/** Calls a test or a hook, which may take a callback instead of giving a promise. */
async function callOf(callback, context) {
  if (callback.length < 2) return callback.call(context, context);
  let given;
  const called = new Promise((resolve, reject) => {
    given = callback.call(context, context, (error) => (error ? reject(error) : resolve()));
  });
  if (typeof given?.then === "function") throw "passed a callback but also returned a Promise";
  return called;
}

function limited(work, timeout, what, onTimeout = () => {}) {
  if (timeout === undefined || timeout === null || timeout === Infinity) return work;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      onTimeout();
      reject(`${what} timed out after ${timeout}ms`);
    }, timeout);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** The three forms of `test(name, options, callback)`. */
function parts(values, variant, start) {
  let [name, options, callback] = values;
  if (typeof name === "function") [name, options, callback] = [undefined, {}, name];
  else if (name !== null && typeof name === "object") [name, options, callback] = [undefined, name, options];
  else if (typeof options === "function") [options, callback] = [{}, options];
  if (callback !== undefined && callback !== null) validateFunction(callback, "fn");
  return {
    name: String(name || callback?.name || "<anonymous>"),
    options: { ...options, ...(variant && { [variant]: options?.[variant] || true }) },
    callback: callback ?? (() => {}),
    place: placeOf(start),
  };
}

function placeOf(start) {
  const error = {};
  Error.captureStackTrace(error, start);
  const found = /\n\s+at (?:.*\()?(?:file:\/\/)?(\/[^\n]*):(\d+):(\d+)\)?/.exec(error.stack);
  return found === null ? undefined : { path: found[1], line: found[2], column: found[3] };
}

/**
 * What `test`, `describe` and `t.test` do.
 * @param {boolean} isSuite
 * @param {unknown[]} values
 * @param {string | undefined} variant `skip`, `todo` or `only`
 * @param {Function} start whose caller is the test's place
 * @param {Test} [parent]
 * @returns {Promise<void>}
 */
function define(isSuite, values, variant, start, parent = current.getStore() ?? root) {
  begin();
  const owner = parent.isDone ? root : parent;
  const test = new Test(owner, isSuite, parts(values, variant, start));
  if (isSuite) test.build();
  if (owner === root || owner.isSuite) return owner === root ? test.done : Promise.resolve();
  test.enqueue();
  return test.done;
}

const root = new Test(undefined, true, { name: "<root>", options: {}, callback: () => {}, place: undefined });
let hasBegun = false;

/** Runs what the file's own code wrote down, once that is done, and tells what came of it. */
function begin() {
  if (hasBegun) return;
  hasBegun = true;
  root.began = host.now();
  let started = 0;
  const start = () => {
    if (started === 0) chosen(root);
    while (started < root.subtests.length) {
      root.subtests[started].enqueue();
      started += 1;
    }
  };
  setImmediateAfterTicks(start);
  process.on("uncaughtException", failCurrent);
  process.on("unhandledRejection", failCurrent);
  process.on("beforeExit", () => {
    start();
    if (root.subtests.some((one) => !one.isDone && one.began === undefined)) return;
    if (root.isDone) return;
    for (const one of root.subtests) if (!one.isDone) one.cancel(PENDING);
    root.runHooks("after", root).catch((error) => root.fail(error)).then(() => {
      root.isDone = true;
      const isPassed = require("internal/test_reporter").summary(root);
      if (!isPassed || root.error) process.exitCode = 1;
    });
  });
}

/** The first test begins when the promises of the file's own code have had their turn. */
function setImmediateAfterTicks(start) {
  process.nextTick(() => Promise.resolve().then(() => process.nextTick(start)));
}

function failCurrent(error) {
  const test = current.getStore();
  if (test && !test.isDone && test.uncaught) test.uncaught(error);
  else {
    root.diagnostics.push(`Error: ${inspect(error)}`);
    process.exitCode = 1;
  }
}

/** Where a test has `only`, the others are left out. */
function chosen(test) {
  const hasOnly = (one) => one.only || one.subtests.some(hasOnly);
  if (!test.subtests.some(hasOnly)) return;
  test.subtests = test.subtests.filter((one) => hasOnly(one) || one.error);
  test.subtests.forEach(chosen);
}

module.exports = { root, define, registered };

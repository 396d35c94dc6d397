"use strict";

// What a test of `node:test` is given (nodejs.org/api/test.html, "TestContext").

/** Assertions of the program's own, by name. */
const registered = new Map();

class TestContext {
  #test;
  #assert;

  constructor(test) {
    this.#test = test;
  }

  get signal() {
    return this.#test.signal;
  }

  get name() {
    return this.#test.name;
  }

  get filePath() {
    return this.#test.place?.path;
  }

  get fullName() {
    return this.#test.fullName;
  }

  get error() {
    return this.#test.error?.value ?? null;
  }

  get passed() {
    return this.#test.passed;
  }

  get attempt() {
    return this.#test.attempt;
  }

  diagnostic(message) {
    this.#test.diagnostics.push(String(message));
  }

  plan(count) {
    this.#test.planned = count;
  }

  /** The assertions, which count for `plan`. */
  get assert() {
    if (this.#assert === undefined) {
      const assert = require("assert");
      this.#assert = {};
      for (const [name, check] of [...Object.entries(assert), ...registered]) {
        if (typeof check !== "function" || ["AssertionError", "strict"].includes(name)) continue;
        this.#assert[name] = (...values) => {
          this.#test.assertions += 1;
          return Reflect.apply(check, this, values);
        };
      }
    }
    return this.#assert;
  }

  get mock() {
    const { MockTracker } = require("internal/test_mock");
    this.#test.ownMock ??= new MockTracker();
    return this.#test.ownMock;
  }

  runOnly() {}

  skip(message) {
    this.#test.skip = message || true;
  }

  todo(message) {
    this.#test.todo = message || true;
  }

  test(...values) {
    const { define } = require("internal/test_runner");
    return define(false, values, undefined, this.test, this.#test);
  }

  before(callback, options) {
    this.#test.hook("before", callback, options);
  }

  after(callback, options) {
    this.#test.hook("after", callback, options);
  }

  beforeEach(callback, options) {
    this.#test.hook("beforeEach", callback, options);
  }

  afterEach(callback, options) {
    this.#test.hook("afterEach", callback, options);
  }

  /** Calls `condition` until it does not throw. */
  async waitFor(condition, { interval = 50, timeout = 1000 } = {}) {
    const end = host.now() + timeout;
    for (;;) {
      try {
        return await condition();
      } catch (cause) {
        if (host.now() >= end) throw new Error("waitFor() timed out", { cause });
      }
      await new Promise((resolve) => setTimeout(resolve, interval));
    }
  }
}

module.exports = { TestContext, registered };

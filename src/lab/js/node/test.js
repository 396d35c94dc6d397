"use strict";

// Tests (nodejs.org/api/test.html). `internal/test_runner` runs them.

const { root, define } = require("internal/test_runner");
const { refused } = require("internal/refused");

const VARIANTS = ["skip", "todo", "only"];

function kind(isSuite) {
  const call = (variant, start) => (name, options, callback) => define(isSuite, [name, options, callback], variant, start);
  const make = function test(...values) {
    return call(undefined, make)(...values);
  };
  for (const variant of VARIANTS) {
    const start = { [variant]: (...values) => call(variant, start)(...values) }[variant];
    make[variant] = start;
  }
  return make;
}

const test = kind(false);
const suite = kind(true);
Object.assign(test, {
  after: (callback, options) => root.hook("after", callback, options),
  afterEach: (callback, options) => root.hook("afterEach", callback, options),
  before: (callback, options) => root.hook("before", callback, options),
  beforeEach: (callback, options) => root.hook("beforeEach", callback, options),
  describe: suite,
  it: test,
  run: refused("test", "run"),
  suite,
  test,
});
let mock;
Object.defineProperty(test, "mock", {
  configurable: true,
  enumerable: true,
  get() {
    mock ??= new (require("internal/test_mock").MockTracker)();
    return mock;
  },
});
test.assert = { register: (name, check) => require("internal/test_runner").registered.set(name, check) };
test.snapshot = { setDefaultSnapshotSerializers: refused("test", "snapshot"), setResolveSnapshotPath: refused("test", "snapshot") };

module.exports = test;

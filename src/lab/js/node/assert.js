"use strict";

// Assertions (nodejs.org/api/assert.html).

const { codedError } = require("internal/errors");
const { inspect } = require("internal/inspect");
const { isDeepEqual } = require("internal/equality");

/** What a failed assertion throws. */
class AssertionError extends Error {
  constructor(options) {
    super(options.message ?? `${inspect(options.actual)} ${options.operator} ${inspect(options.expected)}`);
    this.generatedMessage = options.message === undefined || Boolean(options.generated);
    this.code = "ERR_ASSERTION";
    this.actual = options.actual;
    this.expected = options.expected;
    this.operator = options.operator;
    Object.defineProperty(this, "name", { value: "AssertionError", writable: true, configurable: true });
    if (options.stackStartFn) Error.captureStackTrace(this, options.stackStartFn);
  }
}

function fail(actual, expected, message, operator, generated, start) {
  if (message instanceof Error) throw message;
  const isOwn = message === undefined;
  const error = new AssertionError({ message: isOwn ? generated() : message, generated: isOwn, actual, expected, operator });
  Error.captureStackTrace(error, start);
  throw error;
}

/** @param {unknown} value @param {string | Error} [message] */
function ok(value, message) {
  if (arguments.length === 0) {
    fail(value, true, "No value argument passed to `assert.ok()`", "==", () => "", ok);
  }
  if (!value) fail(value, true, message, "==", () => "The expression evaluated to a falsy value", ok);
}

const assert = (...values) => ok(...values);

const SENTENCES = {
  strictEqual: "Expected values to be strictly equal:",
  deepStrictEqual: "Expected values to be strictly deep-equal:",
  deepEqual: "Expected values to be loosely deep-equal:",
};

function difference(name, actual, expected) {
  const [a, b] = [inspect(actual), inspect(expected)];
  if (name === "deepEqual") return `${SENTENCES[name]}\n\n${a}\n\nshould loosely deep-equal\n\n${b}`;
  const isShort = !a.includes("\n") && !b.includes("\n") && name === "strictEqual" && typeof actual !== "object";
  if (isShort) return `${SENTENCES[name]}\n\n${a} !== ${b}\n`;
  return `${SENTENCES[name]}\n+ actual - expected\n\n${lines(a, b)}`;
}

/** The lines of both, marked where they differ. */
function lines(actual, expected) {
  const [have, want] = [actual.split("\n"), expected.split("\n")];
  const result = [];
  let at = 0;
  for (const line of have) {
    const found = want.indexOf(line, at);
    if (found < 0) {
      result.push(`+ ${line}`);
      continue;
    }
    for (; at < found; at += 1) result.push(`- ${want[at]}`);
    result.push(`  ${line}`);
    at += 1;
  }
  for (; at < want.length; at += 1) result.push(`- ${want[at]}`);
  return result.join("\n");
}

const comparisons = {
  equal: ["==", (a, b) => a == b || (a !== a && b !== b), (a, b) => `${inspect(a)} == ${inspect(b)}`],
  notEqual: ["!=", (a, b) => a != b && !(a !== a && b !== b), (a, b) => `${inspect(a)} != ${inspect(b)}`],
  strictEqual: ["strictEqual", Object.is, (a, b) => difference("strictEqual", a, b)],
  notStrictEqual: [
    "notStrictEqual",
    (a, b) => !Object.is(a, b),
    (a) => `Expected "actual" to be strictly unequal to: ${inspect(a)}`,
  ],
  deepEqual: ["deepEqual", (a, b) => isDeepEqual(a, b, false), (a, b) => difference("deepEqual", a, b)],
  deepStrictEqual: ["deepStrictEqual", (a, b) => isDeepEqual(a, b, true), (a, b) => difference("deepStrictEqual", a, b)],
  notDeepEqual: [
    "notDeepEqual",
    (a, b) => !isDeepEqual(a, b, false),
    (a) => `Expected "actual" not to be loosely deep-equal to:\n\n${inspect(a)}`,
  ],
  notDeepStrictEqual: [
    "notDeepStrictEqual",
    (a, b) => !isDeepEqual(a, b, true),
    (a) => `Expected "actual" not to be strictly deep-equal to: ${inspect(a)}`,
  ],
};
for (const [name, [operator, test, words]] of Object.entries(comparisons)) {
  assert[name] = function compare(actual, expected, message) {
    if (arguments.length < 2) throw codedError("ERR_MISSING_ARGS", "actual", "expected");
    if (!test(actual, expected)) fail(actual, expected, message, operator, () => words(actual, expected), compare);
  };
}

/** Whether `error` is what was expected: a class, a pattern, properties, or what a function says. */
function fits(error, expected) {
  if (expected === undefined) return true;
  if (expected instanceof RegExp) return expected.test(String(error));
  if (typeof expected === "function") {
    if (expected.prototype !== undefined && error instanceof expected) return true;
    return Error.isPrototypeOf(expected) ? false : expected.call({}, error) === true;
  }
  return Object.keys(expected).every((key) =>
    expected[key] instanceof RegExp && typeof error[key] === "string"
      ? expected[key].test(error[key])
      : isDeepEqual(error[key], expected[key], true),
  ) && (!(expected instanceof Error) || (expected.message === error.message && expected.name === error.name));
}

function checkThrown(name, thrown, expected, message, start) {
  const [wanted, words] = typeof expected === "string" ? [undefined, expected] : [expected, message];
  if (thrown === undefined) {
    const what = wanted?.name ? ` (${wanted.name})` : "";
    const kind = name === "rejects" ? "rejection" : "exception";
    fail(undefined, wanted, words && `Missing expected ${kind}${what}: ${words}`, name, () => `Missing expected ${kind}${what}.`, start);
  }
  if (fits(thrown.error, wanted)) return;
  if (typeof wanted === "function" && Error.isPrototypeOf(wanted)) throw thrown.error;
  fail(thrown.error, wanted, words, name, () => `The error did not match:\n\n${inspect(thrown.error)}`, start);
}

Object.assign(assert, {
  ok,
  AssertionError,
  fail(message = "Failed") {
    fail(undefined, undefined, message, "fail", () => message, assert.fail);
  },
  throws(callback, expected, message) {
    let thrown;
    try {
      callback();
    } catch (error) {
      thrown = { error };
    }
    checkThrown("throws", thrown, expected, message, assert.throws);
  },
  doesNotThrow(callback, expected, message) {
    try {
      callback();
    } catch (error) {
      const words = `Got unwanted exception.\nActual message: "${error?.message}"`;
      fail(error, expected, message, "doesNotThrow", () => words, assert.doesNotThrow);
    }
  },
  async rejects(promise, expected, message) {
    let thrown;
    try {
      await (typeof promise === "function" ? promise() : promise);
    } catch (error) {
      thrown = { error };
    }
    checkThrown("rejects", thrown, expected, message, assert.rejects);
  },
  async doesNotReject(promise, expected, message) {
    try {
      await (typeof promise === "function" ? promise() : promise);
    } catch (error) {
      const words = `Got unwanted rejection.\nActual message: "${error?.message}"`;
      fail(error, expected, message, "doesNotReject", () => words, assert.doesNotReject);
    }
  },
  ifError(value) {
    if (value !== null && value !== undefined) throw value;
  },
  match(text, pattern, message) {
    const words = () => `The input did not match the regular expression ${inspect(pattern)}. Input:\n\n${inspect(text)}\n`;
    if (!pattern.test(text)) fail(text, pattern, message, "match", words, assert.match);
  },
  doesNotMatch(text, pattern, message) {
    const words = () => `The input was expected to not match the regular expression ${inspect(pattern)}. Input:\n\n${inspect(text)}\n`;
    if (pattern.test(text)) fail(text, pattern, message, "doesNotMatch", words, assert.doesNotMatch);
  },
});
assert.strict = Object.assign((...values) => ok(...values), assert, {
  equal: assert.strictEqual,
  notEqual: assert.notStrictEqual,
  deepEqual: assert.deepStrictEqual,
  notDeepEqual: assert.notDeepStrictEqual,
});
assert.strict.strict = assert.strict;

module.exports = assert;

"use strict";

// Assertions (nodejs.org/api/assert.html).

const { codedError } = require("internal/errors");
const { inspect } = require("internal/inspect");
const { isDeepEqual, isPartOf } = require("internal/equality");
const { AssertionError } = require("internal/assertion_error");
const { validateFunction } = require("internal/validate");

function fail(options) {
  if (options.message instanceof Error) throw options.message;
  throw new AssertionError(options);
}

/** Throws for a value that is not true, with the words of the call that was made. */
function check(start, values) {
  const [value, message] = values;
  if (value) return;
  const options = { actual: value, expected: true, operator: "==", stackStartFn: start, message };
  if (values.length === 0) {
    fail({ ...options, message: "No value argument passed to `assert.ok()`", generated: true });
  }
  if (message === undefined || message === null) {
    options.message = require("internal/assert_call").falsy(start);
    options.generated = true;
  }
  fail(options);
}

const assert = function ok(...values) {
  check(assert, values);
};

/** @param {unknown} value @param {string | Error} [message] */
assert.ok = function ok(...values) {
  check(ok, values);
};

const comparisons = {
  equal: ["==", (a, b) => a == b || (a !== a && b !== b)],
  notEqual: ["!=", (a, b) => a != b && !(a !== a && b !== b)],
  deepEqual: ["deepEqual", (a, b) => isDeepEqual(a, b, false)],
  notDeepEqual: ["notDeepEqual", (a, b) => !isDeepEqual(a, b, false)],
  deepStrictEqual: ["deepStrictEqual", (a, b) => isDeepEqual(a, b, true)],
  notDeepStrictEqual: ["notDeepStrictEqual", (a, b) => !isDeepEqual(a, b, true)],
  strictEqual: ["strictEqual", Object.is],
  notStrictEqual: ["notStrictEqual", (a, b) => !Object.is(a, b)],
  partialDeepStrictEqual: ["partialDeepStrictEqual", isPartOf],
};

assert.AssertionError = AssertionError;
assert.fail = function fails(message = undefined) {
  fail({ message: message ?? "Failed", generated: message === undefined, operator: "fail", stackStartFn: fails });
};
for (const [name, [operator, test]] of Object.entries(comparisons)) {
  assert[name] = function compare(actual, expected, message) {
    if (arguments.length < 2) throw codedError("ERR_MISSING_ARGS", "actual", "expected");
    if (!test(actual, expected)) fail({ actual, expected, message, operator, stackStartFn: compare });
  };
  Object.defineProperty(assert[name], "name", { value: name });
}

/** The members of an error that are compared, as they are shown. */
class Comparison {
  constructor(from, keys, expected) {
    for (const key of keys) {
      if (!(key in from)) continue;
      // What fits a pattern is shown as the pattern, so that it does not count as a difference.
      const fits = typeof from[key] === "string" && expected?.[key] instanceof RegExp && expected[key].test(from[key]);
      this[key] = fits ? expected[key] : from[key];
    }
  }
}

function checkMembers(error, expected, message, options) {
  const keys = Object.keys(expected);
  if (expected instanceof Error) keys.push("name", "message");
  else if (keys.length === 0) throw codedError("ERR_INVALID_ARG_VALUE", "error", expected, "may not be an empty object");
  const isObject = error !== null && (typeof error === "object" || typeof error === "function");
  const have = isObject ? new Comparison(error, keys, expected) : error;
  const want = new Comparison(expected, keys);
  if (isObject && isDeepEqual(have, want, true)) return;
  if (message !== undefined) fail({ ...options, message });
  const words = new AssertionError({ actual: have, expected: want, operator: "deepStrictEqual" }).message;
  fail({ ...options, message: words, generated: true });
}

/** Throws unless `error` is what was expected: a class, a pattern, members, or what a function says. */
function checkError(error, expected, message, options) {
  const say = (words) => fail({ ...options, message: message ?? words, generated: message === undefined });
  if (typeof expected !== "function") {
    if (!(expected instanceof RegExp)) return checkMembers(error, expected, message, options);
    if (expected.test(String(error))) return undefined;
    return say(`The input did not match the regular expression ${inspect(expected)}. Input:\n\n${inspect(String(error))}\n`);
  }
  if (expected.prototype !== undefined && error instanceof expected) return undefined;
  if (Error.isPrototypeOf(expected) || expected === Error) {
    const what = `The error is expected to be an instance of "${expected.name}". Received `;
    if (!(error instanceof Error)) return say(`${what}"${inspect(error, { depth: -1 })}"`);
    return say(`${what}"${error.constructor?.name ?? error.name}"\n\nError message:\n\n${error.message}`);
  }
  const answer = Reflect.apply(expected, {}, [error]);
  if (answer === true) return undefined;
  const name = expected.name === "" ? "" : `"${expected.name}" `;
  return say(`The ${name}validation function is expected to return "true". Received ${inspect(answer)}\n\nCaught error:\n\n${error instanceof Error ? `${error.name}: ${error.message}` : inspect(error)}`);
}

const NOTHING = Symbol("nothing was thrown");

function expectsError(start, thrown, expected, message) {
  const operator = start.name;
  let [wanted, words] = [expected, message];
  if (typeof expected === "string") {
    [wanted, words] = [undefined, expected];
    const said = thrown !== NOTHING && typeof thrown === "object" ? thrown?.message : thrown;
    if (said === expected) {
      throw codedError("ERR_AMBIGUOUS_ARGUMENT", "error/message", `The error ${said === thrown ? "" : "message "}"${said}" is identical to the message.`);
    }
  } else if (expected !== undefined && expected !== null && !["object", "function"].includes(typeof expected)) {
    throw codedError("ERR_INVALID_ARG_TYPE", "error", ["Object", "Error", "function", "RegExp"], expected);
  }
  if (thrown === NOTHING) {
    const name = wanted?.name ? ` (${wanted.name})` : "";
    const kind = operator === "rejects" ? "rejection" : "exception";
    fail({ expected: wanted, operator, stackStartFn: start, message: `Missing expected ${kind}${name}${words ? `: ${words}` : "."}` });
  }
  if (wanted === undefined || wanted === null) return;
  checkError(thrown, wanted, words, { actual: thrown, expected: wanted, operator, stackStartFn: start });
}

function expectsNoError(start, thrown, expected, message) {
  if (thrown === NOTHING) return;
  const [wanted, words] = typeof expected === "string" ? [undefined, expected] : [expected, message];
  const isWanted = wanted === undefined || (typeof wanted === "function" && thrown instanceof wanted) || (wanted instanceof RegExp && wanted.test(String(thrown)));
  if (!isWanted) throw thrown;
  const kind = start.name === "doesNotReject" ? "rejection" : "exception";
  fail({
    actual: thrown, expected: wanted, operator: start.name, stackStartFn: start,
    message: `Got unwanted ${kind}${words ? `: ${words}` : "."}\nActual message: "${thrown?.message}"`,
  });
}

function thrownBy(callback) {
  validateFunction(callback, "fn");
  try {
    callback();
    return NOTHING;
  } catch (error) {
    return error;
  }
}

async function rejectionOf(promise) {
  let waited = promise;
  if (typeof promise === "function") {
    waited = promise();
    if (typeof waited?.then !== "function") throw codedError("ERR_INVALID_RETURN_VALUE", "instance of Promise", "promiseFn", waited);
  } else if (typeof promise?.then !== "function" || typeof promise.catch !== "function") {
    throw codedError("ERR_INVALID_ARG_TYPE", "promiseFn", ["function", "Promise"], promise);
  }
  try {
    await waited;
    return NOTHING;
  } catch (error) {
    return error;
  }
}

function matching(name, wanted, sentence) {
  const match = function (text, pattern, message) {
    if (!(pattern instanceof RegExp)) throw codedError("ERR_INVALID_ARG_TYPE", "regexp", "RegExp", pattern);
    if (typeof text === "string" && pattern.test(text) === wanted) return;
    const words = typeof text === "string"
      ? `${sentence} ${inspect(pattern)}. Input:\n\n${inspect(text)}\n`
      : codedError("ERR_INVALID_ARG_TYPE", "string", "string", text).message;
    fail({ actual: text, expected: pattern, message: message ?? words, generated: message === undefined, operator: name, stackStartFn: match });
  };
  Object.defineProperty(match, "name", { value: name });
  return match;
}

Object.assign(assert, {
  match: matching("match", true, "The input did not match the regular expression"),
  doesNotMatch: matching("doesNotMatch", false, "The input was expected to not match the regular expression"),
  throws(callback, expected, message) {
    expectsError(assert.throws, thrownBy(callback), expected, message);
  },
  async rejects(promise, expected, message) {
    expectsError(assert.rejects, await rejectionOf(promise), expected, message);
  },
  doesNotThrow(callback, expected, message) {
    expectsNoError(assert.doesNotThrow, thrownBy(callback), expected, message);
  },
  async doesNotReject(promise, expected, message) {
    expectsNoError(assert.doesNotReject, await rejectionOf(promise), expected, message);
  },
  ifError(value) {
    if (value === null || value === undefined) return;
    let words = "ifError got unwanted exception: ";
    if (typeof value === "object" && typeof value.message === "string") words += value.message || value.constructor?.name;
    else words += inspect(value);
    fail({ actual: value, expected: null, operator: "ifError", message: words, generated: false, stackStartFn: assert.ifError });
  },
});
assert.strict = Object.assign(function strict(...values) {
  check(assert.strict, values);
}, assert, {
  equal: assert.strictEqual,
  notEqual: assert.notStrictEqual,
  deepEqual: assert.deepStrictEqual,
  notDeepEqual: assert.notDeepStrictEqual,
});
assert.strict.strict = assert.strict;

module.exports = assert;

"use strict";

// Deep equality as `assert.deepStrictEqual` and `assert.deepEqual` mean it.

const { kindOf, types } = require("internal/kinds");

/**
 * @param {unknown} a
 * @param {unknown} b
 * @param {boolean} strict
 * @returns {boolean}
 */
function isDeepEqual(a, b, strict) {
  return same(a, b, strict, []);
}

function same(a, b, strict, path) {
  if (strict ? Object.is(a, b) : a == b || (a !== a && b !== b)) return true;
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return false;
  if (strict && Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (Array.isArray(a) !== Array.isArray(b) || kindOf(a) !== kindOf(b)) return false;
  if (path.some(([x, y]) => x === a && y === b)) return true;
  const deeper = [...path, [a, b]];
  if (!sameInside(a, b, strict, deeper)) return false;
  const keys = keysOf(a, strict);
  const others = keysOf(b, strict);
  if (keys.length !== others.length) return false;
  return keys.every((key) => Object.prototype.propertyIsEnumerable.call(b, key) && same(a[key], b[key], strict, deeper));
}

function keysOf(value, strict) {
  const keys = Object.keys(value);
  if (!strict) return keys;
  const isShown = (symbol) => Object.prototype.propertyIsEnumerable.call(value, symbol);
  return [...keys, ...Object.getOwnPropertySymbols(value).filter(isShown)];
}

/** What keys do not show. */
function sameInside(a, b, strict, path) {
  if (Array.isArray(a)) return a.length === b.length;
  if (types.isTypedArray(a)) return types.isTypedArray(b) && a.length === b.length;
  switch (kindOf(a)) {
    case "Date":
      return Object.is(a.getTime(), b.getTime());
    case "RegExp":
      return a.source === b.source && a.flags === b.flags && a.lastIndex === b.lastIndex;
    case "Error":
      return a.message === b.message && a.name === b.name && same(a.cause, b.cause, strict, path);
    case "Number":
    case "String":
    case "Boolean":
    case "BigInt":
    case "Symbol":
      return Object.is(a.valueOf(), b.valueOf());
    case "Map":
      return a.size === b.size && paired([...a], [...b], strict, path);
    case "Set":
      return a.size === b.size && paired([...a], [...b], strict, path);
    case "ArrayBuffer":
      return a.byteLength === b.byteLength && host.compareBytes(a, b) === 0;
    default:
      return true;
  }
}

/** Whether each member of one list has its own in the other, in any order. */
function paired(list, others, strict, path) {
  const left = [...others];
  return list.every((item) => {
    const at = left.findIndex((other) => same(item, other, strict, path));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

/**
 * Whether everything of `expected` is in `actual`, which may have more.
 * @param {unknown} actual
 * @param {unknown} expected
 * @returns {boolean}
 */
function isPartOf(actual, expected) {
  return isPart(actual, expected, []);
}

function isPart(actual, expected, path) {
  if (Object.is(actual, expected)) return true;
  if (actual === null || expected === null || typeof actual !== "object" || typeof expected !== "object") return false;
  if (Object.getPrototypeOf(actual) !== Object.getPrototypeOf(expected) || kindOf(actual) !== kindOf(expected)) return false;
  if (path.some(([x, y]) => x === actual && y === expected)) return true;
  const deeper = [...path, [actual, expected]];
  if (Array.isArray(expected)) return isInOrder(actual, expected, deeper);
  switch (kindOf(expected)) {
    case "Map":
      return [...expected].every(([key, value]) => actual.has(key) && isPart(actual.get(key), value, deeper));
    case "Set":
      return [...expected].every((value) => actual.has(value) || [...actual].some((one) => isPart(one, value, deeper)));
    default:
      if (!sameInside(actual, expected, true, deeper)) return false;
  }
  const isOwn = (key) => Object.prototype.propertyIsEnumerable.call(actual, key);
  return keysOf(expected, true).every((key) => isOwn(key) && isPart(actual[key], expected[key], deeper));
}

/** Whether each of `expected` is in `actual`, in the same order. */
function isInOrder(actual, expected, path) {
  let at = 0;
  return expected.every((value) => {
    while (at < actual.length && !isPart(actual[at], value, path)) at += 1;
    at += 1;
    return at <= actual.length;
  });
}

module.exports = { isDeepEqual, isPartOf };

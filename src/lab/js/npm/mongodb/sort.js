"use strict";

// An order and an index's keys may be written in several ways; the server knows one.

const { invalid } = require("npm/mongodb/errors");

const UP = ["1", "asc", "ascending"];
const DOWN = ["-1", "desc", "descending"];

function direction(given = 1) {
  const text = String(given).toLowerCase();
  if (typeof given === "object" && given !== null && given.$meta !== undefined) return given;
  if (UP.includes(text)) return 1;
  if (DOWN.includes(text)) return -1;
  throw invalid(`Invalid sort direction: ${JSON.stringify(given)}`);
}

function isDirection(value) {
  try {
    direction(value);
    return true;
  } catch {
    return false;
  }
}

function isPair(list) {
  return list.length === 2 && typeof list[0] === "string" && !Array.isArray(list[1]) && isDirection(list[1]);
}

function pairsOf(sort, down) {
  if (typeof sort === "string") return [[sort, down]];
  if (sort instanceof Map) return [...sort];
  if (!Array.isArray(sort)) return Object.entries(sort);
  if (sort.length === 0) return [];
  if (isPair(sort)) return [sort];
  return sort.map((item) => (Array.isArray(item) ? item : [item, 1]));
}

/**
 * @param {unknown} sort a name, names, pairs, a Map or an object
 * @param {unknown} [down] the direction of one name
 * @returns {Map<string, unknown> | undefined} names and directions in their order
 */
function orderOf(sort, down = undefined) {
  if (sort === undefined || sort === null) return undefined;
  if (typeof sort !== "string" && typeof sort !== "object") {
    throw invalid(`Invalid sort format: ${JSON.stringify(sort)} Sort must be a valid object`);
  }
  const pairs = pairsOf(sort, down);
  if (pairs.length === 0) return undefined;
  return new Map(pairs.map(([name, given]) => [String(name), direction(given)]));
}

/**
 * @param {unknown} spec a name, names, pairs, objects, a Map or an object
 * @returns {Map<string, unknown>} the keys of an index in their order
 */
function keysOf(spec) {
  const keys = new Map();
  const add = (part) => {
    if (typeof part === "string") keys.set(part, 1);
    else if (part instanceof Map) part.forEach((value, name) => keys.set(name, value));
    else if (Array.isArray(part)) {
      const isOne = part.length === 2 && typeof part[0] === "string" && (typeof part[1] === "number" || INDEX_KINDS.includes(part[1]));
      if (isOne) keys.set(part[0], part[1]);
      else part.forEach(add);
    } else if (typeof part === "object" && part !== null) Object.entries(part).forEach(([name, value]) => keys.set(name, value));
  };
  add(spec);
  return keys;
}

/** What an index may have in place of a direction. */
const INDEX_KINDS = ["2d", "2dsphere", "text", "geoHaystack", "hashed"];

module.exports = { orderOf, keysOf };

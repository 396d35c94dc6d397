"use strict";

// Indexes: how they are described to the server and how they are listed.

const { keysOf } = require("npm/mongodb/sort");
const { invalid } = require("npm/mongodb/errors");

/** What a description may say besides its keys. */
const OPTIONS = [
  "unique", "name", "background", "sparse", "expireAfterSeconds", "storageEngine", "collation", "version", "weights",
  "default_language", "language_override", "textIndexVersion", "2dsphereIndexVersion", "bits", "min", "max",
  "bucketSize", "partialFilterExpression", "wildcardProjection", "hidden", "prepareUnique",
];

/**
 * @param {unknown} spec the keys
 * @param {object} options
 * @returns {object} one entry of `createIndexes`
 */
function described(spec, options) {
  const key = keysOf(spec);
  const index = options.name ? {} : { name: nameOf(key) };
  for (const [name, value] of Object.entries(options)) {
    if (OPTIONS.includes(name)) index[name === "version" ? "v" : name] = value;
  }
  index.key = key;
  return index;
}

function nameOf(key) {
  return [...key].map(([name, value]) => `${name}_${value}`).join("_");
}

/**
 * @param {object[]} descriptions `{key, ...options}`
 * @returns {object[]}
 */
function allDescribed(descriptions) {
  if (!Array.isArray(descriptions)) throw invalid('Argument "indexSpecs" must be an array');
  return descriptions.map(({ key, ...options }) => described(key, options));
}

/**
 * @param {object[]} indexes as the server lists them
 * @param {boolean} inFull
 * @returns {object[] | object} themselves, or the pairs of each one's keys by its name
 */
function information(indexes, inFull) {
  if (inFull) return indexes;
  return Object.fromEntries(indexes.map(({ name, key }) => [name, Object.entries(key)]));
}

module.exports = { described, allDescribed, information };

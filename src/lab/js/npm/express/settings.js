"use strict";

// What the settings `etag` and `query parser` stand for (expressjs.com/en/5x/api.html#app.settings.table).

const querystring = require("querystring");

/**
 * @param {boolean | "weak" | "strong" | Function} value
 * @returns {Function | undefined}
 */
function compileEtag(value) {
  if (typeof value === "function") return value;
  if (value === true || value === "weak") return weakEtag;
  if (value === false) return undefined;
  if (value === "strong") return strongEtag;
  throw new TypeError(`unknown value for etag function: ${value}`);
}

const weakEtag = named(function (body, encoding) {
  return `W/${etag(body, encoding)}`;
});

const strongEtag = named(function (body, encoding) {
  return etag(body, encoding);
});

/** Real Express calls both so. */
function named(fn) {
  return Object.defineProperty(fn, "name", { value: "generateETag", configurable: true });
}

/** The length in base 16 and the start of the body's SHA-1. */
function etag(body, encoding) {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body, encoding);
  const digest = require("crypto").createHash("sha1").update(bytes).digest("base64");
  return `"${bytes.length.toString(16)}-${digest.slice(0, 27)}"`;
}

/**
 * @param {boolean | "simple" | "extended" | Function} value
 * @returns {Function | undefined}
 */
function compileQueryParser(value) {
  if (typeof value === "function") return value;
  if (value === true || value === "simple") return querystring.parse;
  if (value === false) return undefined;
  if (value === "extended") return extendedQuery;
  throw new TypeError(`unknown value for query parser function: ${value}`);
}

function extendedQuery(text) {
  return require("npm/express/nested_query").parse(text, { prototypes: true });
}

module.exports = { compileEtag, compileQueryParser };

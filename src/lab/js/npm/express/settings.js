"use strict";

// What the settings `etag` and `query parser` stand for (expressjs.com/en/5x/api.html#app.settings.table).

const querystring = require("querystring");
const { weak: weakEtag, strong: strongEtag } = require("npm/express/etag");

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

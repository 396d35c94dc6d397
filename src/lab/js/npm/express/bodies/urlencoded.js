"use strict";

// The middleware express.urlencoded: forms.

const { reader } = require("npm/express/bodies/reader");
const { parse } = require("npm/express/nested_query");
const { httpError } = require("npm/express/http_error");

const PARAMETERS_MAX = 1000;
const DEPTH = 32;
const ARRAY_LIMIT_MIN = 100;

/**
 * @param {object} [options]
 * @returns {Function} a middleware
 */
function urlencoded(options = undefined) {
  const settings = options || {};
  const charset = settings.defaultCharset || "utf-8";
  if (charset !== "utf-8" && charset !== "iso-8859-1") {
    throw new TypeError("option defaultCharset must be either utf-8 or iso-8859-1");
  }
  const read = reader(settings, {
    type: "application/x-www-form-urlencoded",
    charset,
    takes: (name) => name === "utf-8" || name === "iso-8859-1",
    parse: formParser(settings),
  });
  return function urlencodedParser(request, response, next) {
    read(request, response, next);
  };
}

function formParser(settings) {
  const isExtended = Boolean(settings.extended);
  const parameterLimit = settings.parameterLimit === undefined ? PARAMETERS_MAX : settings.parameterLimit;
  if (Number.isNaN(Number(parameterLimit)) || parameterLimit < 1) {
    throw new TypeError("option parameterLimit must be a positive number");
  }
  let depth = 0;
  if (isExtended) depth = settings.depth === undefined ? DEPTH : settings.depth;
  if (Number.isNaN(Number(depth)) || depth < 0) {
    throw new TypeError("option depth must be a zero or a positive number");
  }
  return (text, charset) => {
    if (text.length === 0) return {};
    const count = countUpTo(text, Math.floor(parameterLimit));
    if (count === undefined) throw httpError(413, "too many parameters", { type: "parameters.too.many" });
    try {
      return parse(text, {
        prototypes: true,
        arrayLimit: isExtended ? Math.max(ARRAY_LIMIT_MIN, count) : count,
        depth,
        strictDepth: true,
        charset,
        charsetSentinel: settings.charsetSentinel,
        interpretNumericEntities: settings.interpretNumericEntities,
        parameterLimit,
      });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw httpError(400, "The input exceeded the depth", { type: "querystring.parse.rangeError" });
    }
  };
}

/** How many parameters there are; nothing when there are more than `limit`. */
function countUpTo(text, limit) {
  let count = 1;
  for (let at = text.indexOf("&"); at >= 0; at = text.indexOf("&", at + 1)) {
    count += 1;
    if (count > limit) return undefined;
  }
  return count;
}

module.exports = urlencoded;

"use strict";

// The middleware express.json.

const { reader, isKnownCharset } = require("npm/express/bodies/reader");

const CONTEXT_CHARACTERS = 10;

/**
 * @param {object} [options]
 * @returns {Function} a middleware
 */
function json(options = undefined) {
  const settings = options || {};
  const { reviver } = settings;
  const isStrict = settings.strict !== false;
  const parse = (text) => {
    if (text.length === 0) return {};
    if (isStrict) checkStart(text);
    return JSON.parse(text, reviver);
  };
  const read = reader(settings, {
    type: "application/json",
    charset: "utf-8",
    takes: (charset) => charset.startsWith("utf-") && isKnownCharset(charset),
    parse,
  });
  return function jsonParser(request, response, next) {
    read(request, response, next);
  };
}

/** Only objects and lists are taken; anything else is refused as if it were no JSON. */
function checkStart(text) {
  let at = 0;
  while (at < text.length && isBlank(text.charCodeAt(at))) at += 1;
  const sign = text[at];
  if (sign === undefined || sign === "{" || sign === "[") return;
  throw new SyntaxError(`Unexpected token '${sign}', ${context(text, at)} is not valid JSON`);
}

function isBlank(code) {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** The text around a place, as V8 quotes it. */
function context(text, at) {
  if (text.length <= CONTEXT_CHARACTERS * 2) return `"${text}"`;
  const start = at < CONTEXT_CHARACTERS ? 0 : at - CONTEXT_CHARACTERS;
  const end = at >= text.length - CONTEXT_CHARACTERS ? text.length : at + CONTEXT_CHARACTERS;
  return `${start > 0 ? "..." : ""}"${text.slice(start, end)}"${end < text.length ? "..." : ""}`;
}

module.exports = json;

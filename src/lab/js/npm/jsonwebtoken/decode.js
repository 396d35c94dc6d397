"use strict";

const { parsed, takeApart } = require("npm/jsonwebtoken/token");

/**
 * What a token says. Nobody has looked whether it is true.
 * @param {string} jwt
 * @param {{complete?: boolean, json?: boolean}} [options]
 * @returns {unknown} the payload, or `{header, payload, signature}` when `complete`; `null` for no token
 */
function decode(jwt, options) {
  const settings = options || {};
  const token = takeApart(jwt, settings);
  if (token === null) return null;
  let { payload } = token;
  if (typeof payload === "string") {
    const inner = parsed(payload);
    if (inner !== null && typeof inner === "object") payload = inner;
  }
  if (settings.complete !== true) return payload;
  return { header: token.header, payload, signature: token.signature };
}
// The package's own has no name.
Object.defineProperty(decode, "name", { value: "" });

module.exports = { decode };

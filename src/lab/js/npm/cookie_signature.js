"use strict";

// Cookies that only the server can write: the value, a dot, and its HMAC-SHA256.

/**
 * @param {string} value
 * @param {string | Buffer} secret
 * @returns {string}
 */
function sign(value, secret) {
  if (typeof value !== "string") throw new TypeError("Cookie value must be provided as a string.");
  if (secret === null || secret === undefined) throw new TypeError("Secret key must be provided.");
  const code = require("crypto").createHmac("sha256", secret).update(value).digest("base64");
  const end = code.indexOf("=");
  return `${value}.${end < 0 ? code : code.slice(0, end)}`;
}

/**
 * @param {string} signed
 * @param {string | Buffer} secret
 * @returns {string | false} the value, when the signature is right
 */
function unsign(signed, secret) {
  if (typeof signed !== "string") throw new TypeError("Signed cookie string must be provided.");
  if (secret === null || secret === undefined) throw new TypeError("Secret key must be provided.");
  const value = signed.slice(0, signed.lastIndexOf("."));
  const expected = Buffer.from(sign(value, secret));
  const given = Buffer.from(signed);
  // The comparison takes the same time whichever byte is wrong.
  return expected.length === given.length && require("crypto").timingSafeEqual(expected, given) ? value : false;
}

module.exports = { sign, unsign };

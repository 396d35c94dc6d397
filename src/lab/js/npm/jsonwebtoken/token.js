"use strict";

// The three parts of a token (RFC 7515, section 3.1), taken apart and put together.

const SHAPE = /^[a-zA-Z0-9\-_]+\.[a-zA-Z0-9\-_]+\.[a-zA-Z0-9\-_]*$/;

/**
 * @param {unknown} value
 * @returns {string} as it stands in a token before it is encoded
 */
function plain(value) {
  if (typeof value === "string") return value;
  if (typeof value === "number" || Buffer.isBuffer(value)) return value.toString();
  return JSON.stringify(value);
}

/**
 * What is signed: header and payload.
 * @param {object} header
 * @param {unknown} payload
 * @param {string} encoding of the payload's text
 * @returns {string}
 */
function signingInput(header, payload, encoding) {
  const head = Buffer.from(plain(header), "binary").toString("base64url");
  return `${head}.${Buffer.from(plain(payload), encoding).toString("base64url")}`;
}

/**
 * @param {string} token
 * @param {{json?: boolean}} [options]
 * @returns {{header: unknown, payload: unknown, signature: string} | null} `null` for what is no token
 * @throws {SyntaxError} when the payload says that it is JSON and is not
 */
function takeApart(token, options = undefined) {
  const text = plain(token);
  if (!SHAPE.test(text)) return null;
  const [head, body, signature] = text.split(".");
  const header = parsed(Buffer.from(head, "base64url").toString("binary"));
  if (!header) return null;
  const json = Buffer.from(body, "base64url").toString("utf8");
  const payload = header.typ === "JWT" || options?.json ? JSON.parse(json) : json;
  return { header, payload, signature };
}

/** @param {string} text @returns {unknown} nothing when it is no JSON */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

module.exports = { signingInput, takeApart, parsed };

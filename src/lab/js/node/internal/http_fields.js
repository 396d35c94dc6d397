"use strict";

// Header fields: what may stand in them, and how those of a message are given to programs.

const { codedError } = require("internal/errors");

const TOKEN = /^[\^_`a-zA-Z\-0-9!#$%&'*+.|~]+$/;
// eslint-disable-next-line no-control-regex
const BAD_VALUE = /[^\t\x20-\x7e\x80-\xff]/;

/** Fields of which only the first counts. */
const SINGLE = new Set([
  "age", "authorization", "content-length", "content-type", "etag", "expires", "from", "host",
  "if-modified-since", "if-unmodified-since", "last-modified", "location", "max-forwards",
  "proxy-authorization", "referer", "retry-after", "server", "user-agent",
]);

/** @param {unknown} name */
function validateHeaderName(name, label = undefined) {
  if (typeof name !== "string" || !TOKEN.test(name)) {
    throw codedError("ERR_INVALID_HTTP_TOKEN", label || "Header name", name);
  }
}

/** @param {string} name @param {unknown} value */
function validateHeaderValue(name, value) {
  if (value === undefined) throw codedError("ERR_HTTP_INVALID_HEADER_VALUE", value, name);
  if (BAD_VALUE.test(value)) throw codedError("ERR_INVALID_CHAR", "header content", name);
}

/**
 * The fields as `req.headers` has them.
 * @param {string[]} raw names and values in turn
 * @returns {Record<string, string | string[]>}
 */
function joinedFields(raw) {
  const headers = {};
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at].toLowerCase();
    const value = raw[at + 1];
    if (name === "set-cookie") {
      if (headers[name] === undefined) headers[name] = [value];
      else headers[name].push(value);
    } else if (headers[name] === undefined) headers[name] = value;
    else if (!SINGLE.has(name)) headers[name] += (name === "cookie" ? "; " : ", ") + value;
  }
  return headers;
}

/**
 * Every value of each field.
 * @param {string[]} raw
 * @returns {Record<string, string[]>}
 */
function distinctFields(raw) {
  const headers = {};
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at].toLowerCase();
    (headers[name] ??= []).push(raw[at + 1]);
  }
  return headers;
}

/** @param {string[]} raw @returns {[string, string][]} */
function pairs(raw) {
  const list = [];
  for (let at = 0; at < raw.length; at += 2) list.push([raw[at], raw[at + 1]]);
  return list;
}

module.exports = { validateHeaderName, validateHeaderValue, joinedFields, distinctFields, pairs, BAD_VALUE };

"use strict";

// The cookie with a session's id: read, checked, set.

const { parse, serialize } = require("npm/cookie");
const { sign, unsign } = require("npm/cookie_signature");
const deprecate = require("npm/deprecated")("express-session");

/**
 * @param {import("http").IncomingMessage} request
 * @param {string} name of the cookie
 * @param {unknown[]} secrets each of them may have signed it
 * @returns {string | undefined} the id, when it was signed here
 */
function readId(request, name, secrets) {
  const { cookie } = request.headers;
  let id = cookie ? unsigned(parse(cookie)[name], secrets) : undefined;
  if (!id && request.signedCookies) {
    id = request.signedCookies[name];
    if (id) deprecate("cookie should be available in req.headers.cookie");
  }
  if (!id && request.cookies) {
    id = unsigned(request.cookies[name], secrets);
    if (id) deprecate("cookie should be available in req.headers.cookie");
  }
  return id;
}

function unsigned(text, secrets) {
  if (!text || text.slice(0, 2) !== "s:") return undefined;
  for (const secret of secrets) {
    const id = unsign(text.slice(2), secret);
    if (id !== false) return id;
  }
  return undefined;
}

/**
 * Adds the cookie to those that the answer sets.
 * @param {import("http").ServerResponse} response
 * @param {string} name
 * @param {string} id
 * @param {unknown} secret
 * @param {object} attributes
 */
function setId(response, name, id, secret, attributes) {
  const cookie = serialize(name, `s:${sign(id, secret)}`, attributes);
  const before = response.getHeader("Set-Cookie") || [];
  response.setHeader("Set-Cookie", Array.isArray(before) ? [...before, cookie] : [before, cookie]);
}

module.exports = { readId, setId };

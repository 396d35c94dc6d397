"use strict";

// The middleware `cookie-parser`: fills `req.cookies` and `req.signedCookies`.

const { parse } = require("npm/cookie");
const { unsign } = require("npm/cookie_signature");

/**
 * @param {string | string[]} [secret] the first of several signs, each of them may check
 * @param {object} [options] of `cookie`'s parse
 * @returns {Function} a middleware
 */
function cookieParser(secret, options) {
  const secrets = secretList(secret);
  return function cookieParser(request, response, next) {
    if (request.cookies) {
      next();
      return;
    }
    const header = request.headers.cookie;
    request.secret = secrets[0];
    request.cookies = Object.create(null);
    request.signedCookies = Object.create(null);
    if (header) {
      request.cookies = parse(header, options);
      if (secrets.length > 0) request.signedCookies = JSONCookies(signedCookies(request.cookies, secrets));
      request.cookies = JSONCookies(request.cookies);
    }
    next();
  };
}

function secretList(secret) {
  if (!secret) return [];
  return Array.isArray(secret) ? secret : [secret];
}

/**
 * @param {unknown} text
 * @returns {unknown} the value of a cookie that begins with `j:`
 */
function JSONCookie(text) {
  if (typeof text !== "string" || !text.startsWith("j:")) return undefined;
  try {
    return JSON.parse(text.slice(2));
  } catch {
    return undefined;
  }
}

/** @param {object} cookies changed in place @returns {object} */
function JSONCookies(cookies) {
  for (const name of Object.keys(cookies)) {
    const value = JSONCookie(cookies[name]);
    if (value) cookies[name] = value;
  }
  return cookies;
}

/**
 * @param {unknown} text
 * @param {string | string[]} secret
 * @returns {string | false | undefined} the value; false when it was changed; undefined for no text
 */
function signedCookie(text, secret) {
  if (typeof text !== "string") return undefined;
  if (!text.startsWith("s:")) return text;
  for (const one of secretList(secret)) {
    const value = unsign(text.slice(2), one);
    if (value !== false) return value;
  }
  return false;
}

/**
 * Takes the signed cookies out of `cookies`.
 * @param {object} cookies
 * @param {string | string[]} secret
 * @returns {object}
 */
function signedCookies(cookies, secret) {
  const found = Object.create(null);
  for (const name of Object.keys(cookies)) {
    const text = cookies[name];
    const value = signedCookie(text, secret);
    if (text === value) continue;
    found[name] = value;
    delete cookies[name];
  }
  return found;
}

module.exports = Object.assign(cookieParser, { JSONCookie, JSONCookies, signedCookie, signedCookies });

"use strict";

// Cookies in headers (RFC 6265), with the functions of the package `cookie`.

const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const VALUE = /^(?:"[!#-+\--:<-[\]-~]*"|[!#-+\--:<-[\]-~]*)$/;
const PATH = /^[ -:=-~]*$/;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

const SAME_SITE = { lax: "Lax", strict: "Strict", none: "None" };
const PRIORITY = { low: "Low", medium: "Medium", high: "High" };

/**
 * @param {string} text value of the field Cookie
 * @param {{decode?: (value: string) => string}} [options]
 * @returns {Record<string, string>} the first value of each name
 */
function parse(text, options = undefined) {
  if (typeof text !== "string") throw new TypeError("argument str must be a string");
  const cookies = {};
  const decode = options?.decode || decoded;
  for (let start = 0; start < text.length; ) {
    const semicolon = text.indexOf(";", start);
    const end = semicolon < 0 ? text.length : semicolon;
    const equals = text.indexOf("=", start);
    if (equals >= 0 && equals < end) {
      const name = text.slice(start, equals).trim();
      if (!Object.hasOwn(cookies, name)) {
        let value = text.slice(equals + 1, end).trim();
        if (value.startsWith('"') && value.endsWith('"')) value = value.slice(1, -1);
        try {
          value = decode(value);
        } catch {
          // What cannot be decoded stays as it came.
        }
        cookies[name] = value;
      }
    }
    start = end + 1;
  }
  return cookies;
}

function decoded(value) {
  return value.includes("%") ? decodeURIComponent(value) : value;
}

/**
 * @param {string} name
 * @param {string} value
 * @param {object} [options] the cookie's attributes, and `encode`
 * @returns {string} a value for Set-Cookie
 */
function serialize(name, value, options = {}) {
  const encode = options?.encode || encodeURIComponent;
  if (typeof encode !== "function") throw new TypeError("option encode is invalid");
  if (!NAME.test(name)) throw new TypeError("argument name is invalid");
  const content = encode(value);
  if (!VALUE.test(content)) throw new TypeError("argument val is invalid");
  return options ? `${name}=${content}${attributes(options)}` : `${name}=${content}`;
}

function attributes(options) {
  let text = "";
  if (options.maxAge !== undefined && options.maxAge !== null) {
    const seconds = Math.floor(options.maxAge);
    check(Number.isFinite(seconds), "maxAge");
    text += `; Max-Age=${seconds}`;
  }
  if (options.domain) {
    check(isDomain(options.domain), "domain");
    text += `; Domain=${options.domain}`;
  }
  if (options.path) {
    check(PATH.test(options.path), "path");
    text += `; Path=${options.path}`;
  }
  if (options.expires) {
    const { expires } = options;
    check(Object.prototype.toString.call(expires) === "[object Date]" && !Number.isNaN(expires.valueOf()), "expires");
    text += `; Expires=${expires.toUTCString()}`;
  }
  if (options.httpOnly) text += "; HttpOnly";
  if (options.secure) text += "; Secure";
  if (options.partitioned) text += "; Partitioned";
  if (options.priority) text += `; Priority=${word(PRIORITY, options.priority, "priority")}`;
  if (options.sameSite) {
    text += `; SameSite=${options.sameSite === true ? "Strict" : word(SAME_SITE, options.sameSite, "sameSite")}`;
  }
  return text;
}

function check(isRight, option) {
  if (!isRight) throw new TypeError(`option ${option} is invalid`);
}

function isDomain(domain) {
  const name = String(domain);
  return (name.startsWith(".") ? name.slice(1) : name).split(".").every((label) => LABEL.test(label));
}

function word(words, given, option) {
  const key = typeof given === "string" ? given.toLowerCase() : given;
  check(typeof key === "string" && Object.hasOwn(words, key), option);
  return words[key];
}

module.exports = { parse, serialize };

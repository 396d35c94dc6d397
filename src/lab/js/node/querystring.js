"use strict";

// Query strings of the old kind (nodejs.org/api/querystring.html).

const { codedError } = require("internal/errors");

const PLAIN = /^[A-Za-z0-9\-_.!~*'()]*$/;

/**
 * Percent-encodes what a query's key or value cannot hold.
 * @param {unknown} text
 * @returns {string}
 */
function escape(text) {
  let plain = text;
  if (typeof plain !== "string") plain = typeof plain === "object" ? String(plain) : `${plain}`;
  if (PLAIN.test(plain)) return plain;
  if (!plain.isWellFormed()) throw codedError("ERR_INVALID_URI");
  return encodeURIComponent(plain);
}

/**
 * Decodes percent signs; what is no UTF-8 becomes U+FFFD and what is no code stays.
 * @param {string} text
 * @returns {string}
 */
function unescape(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return unescapeBuffer(text).toString();
  }
}

/**
 * @param {string} text
 * @returns {Buffer}
 */
function unescapeBuffer(text) {
  const latin = text.replace(/%([0-9a-fA-F]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
  return Buffer.from(latin, "latin1");
}

/** @param {unknown} value */
function textOf(value) {
  if (typeof value === "string") return value;
  if (typeof value === "number" && Number.isFinite(value)) return `${value}`;
  if (typeof value === "bigint" || typeof value === "boolean") return `${value}`;
  return "";
}

/**
 * @param {object} values
 * @param {string} [separator]
 * @param {string} [equals]
 * @param {{encodeURIComponent?: (text: string) => string}} [options]
 * @returns {string}
 */
function stringify(values, separator = "&", equals = "=", options = undefined) {
  if (values === null || typeof values !== "object") return "";
  const encode = options?.encodeURIComponent ?? querystring.escape;
  const pairs = [];
  for (const key of Object.keys(values)) {
    const value = values[key];
    for (const one of Array.isArray(value) ? value : [value]) {
      pairs.push(`${encode(textOf(key))}${equals || "="}${encode(textOf(one))}`);
    }
  }
  return pairs.join(separator || "&");
}

/**
 * @param {string} text
 * @param {string} [separator]
 * @param {string} [equals]
 * @param {{maxKeys?: number, decodeURIComponent?: (text: string) => string}} [options]
 * @returns {object} without a prototype; a key that comes twice has an array
 */
function parse(text, separator = "&", equals = "=", options = undefined) {
  const result = Object.create(null);
  if (typeof text !== "string" || text === "") return result;
  const maxKeys = typeof options?.maxKeys === "number" ? options.maxKeys : 1000;
  const decode = decoder(options?.decodeURIComponent ?? querystring.unescape);
  let pairs = text.split(separator || "&").filter((pair) => pair !== "");
  if (maxKeys > 0) pairs = pairs.slice(0, maxKeys);
  for (const pair of pairs) {
    const at = pair.indexOf(equals || "=");
    const key = decode(at < 0 ? pair : pair.slice(0, at));
    const value = at < 0 ? "" : decode(pair.slice(at + (equals || "=").length));
    if (!(key in result)) result[key] = value;
    else if (Array.isArray(result[key])) result[key].push(value);
    else result[key] = [result[key], value];
  }
  return result;
}

function decoder(decode) {
  return (text) => {
    const spaced = text.replaceAll("+", " ");
    if (decode === unescape && !spaced.includes("%")) return spaced;
    try {
      return decode(spaced);
    } catch {
      return unescape(spaced);
    }
  };
}

const querystring = {
  unescapeBuffer,
  unescape,
  escape,
  stringify,
  encode: stringify,
  parse,
  decode: parse,
};

module.exports = querystring;

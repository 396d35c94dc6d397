"use strict";

// Texts of hashes that say how they were made: `$id$v=19$m=65536,t=3,p=4$salt$hash`, base64 without
// its end (github.com/P-H-C/phc-string-format). The words of errors are those of the package that
// `argon2` reads them with.

const ID = /^[a-z0-9-]{1,32}$/;
const NAME = ID;
const VALUE = /^[a-zA-Z0-9/+.-]+$/;
const BASE64 = /^([a-zA-Z0-9/+.-]+|)$/;
const NUMBER = /^((-)?[1-9]\d*|0)$/;
const VERSION = /^v=(\d+)$/;

function wrong(message) {
  return new TypeError(message);
}

function letters(bytes) {
  return bytes.toString("base64").replace(/=+$/, "");
}

/**
 * @param {{id: string, version: number, params: object, salt: Buffer, hash: Buffer}} parts
 * @returns {string}
 */
function serialize({ id, version, params, salt, hash }) {
  if (typeof version !== "number" || version < 0 || !Number.isInteger(version)) {
    throw wrong("version must be a positive integer number");
  }
  const pairs = Object.entries(params).map(([name, value]) => {
    const text = Buffer.isBuffer(value) ? letters(value) : typeof value === "number" ? String(value) : value;
    if (typeof text !== "string") throw wrong("params values must be strings");
    if (!VALUE.test(text)) throw wrong(`params values must satisfy ${VALUE}`);
    return `${name}=${text}`;
  });
  if (!Buffer.isBuffer(salt)) throw wrong("salt must be a Buffer");
  return ["", id, `v=${version}`, pairs.join(","), letters(salt), letters(hash)].join("$");
}

/** The named values of `m=65536,t=3`; whole numbers as numbers. */
function paramsOf(text) {
  const pairs = text.split(",").map((pair) => {
    const at = pair.indexOf("=");
    if (at < 0) throw wrong("params must be in the format name=value");
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
  if (!pairs.every(([name]) => NAME.test(name))) throw wrong(`params names must satisfy ${NAME}`);
  if (!pairs.every(([, value]) => VALUE.test(value))) throw wrong(`params values must satisfy ${VALUE}`);
  return Object.fromEntries(pairs.map(([name, value]) => [name, NUMBER.test(value) ? parseInt(value, 10) : value]));
}

/** @param {string} text @returns {object} what of `{id, version, params, salt, hash}` it has */
function deserialize(text) {
  if (typeof text !== "string" || text === "") throw wrong("pchstr must be a non-empty string");
  if (text[0] !== "$") throw wrong("pchstr must contain a $ as first char");
  const fields = text.slice(1).split("$");
  const most = VERSION.test(fields[1]) ? 5 : 4;
  if (fields.length > most) throw wrong(`pchstr contains too many fileds: ${fields.length}/${most}`);
  const parts = { id: fields.shift() };
  if (!ID.test(parts.id)) throw wrong(`id must satisfy ${ID}`);
  if (VERSION.test(fields[0])) parts.version = parseInt(VERSION.exec(fields.shift())[1], 10);
  if (BASE64.test(fields.at(-1))) {
    // The last is a salt where there is none before it.
    if (fields.length > 1 && BASE64.test(fields.at(-2))) parts.hash = Buffer.from(fields.pop(), "base64");
    parts.salt = Buffer.from(fields.pop(), "base64");
  }
  if (fields.length > 0) parts.params = paramsOf(fields.pop());
  if (fields.length > 0) throw wrong(`pchstr contains unrecognized fileds: ${fields}`);
  return parts;
}

module.exports = { serialize, deserialize };

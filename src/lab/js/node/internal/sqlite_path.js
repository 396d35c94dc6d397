"use strict";

// Which file a database is in: a path, an address of a file, or none for one in memory.

const { wrong, wrongType } = require("internal/sqlite_words");
const { refusedValue } = require("internal/refused");

const MODES = { ro: { readOnly: true }, rw: { mayCreate: false }, rwc: {} };

/**
 * @param {unknown} path a text, bytes or a URL
 * @returns {{path: string | null, readOnly?: boolean, mayCreate?: boolean}} an absolute path
 */
function databasePlace(path) {
  const text = textOf(path);
  if (text === "" || text === ":memory:") return { path: null };
  if (/^file:/i.test(text)) return fromAddress(text);
  return { path: require("path").resolve(text) };
}

function textOf(path) {
  let text = path;
  if (path instanceof Uint8Array) text = Buffer.from(path.buffer, path.byteOffset, path.byteLength).toString();
  else if (path instanceof URL) {
    if (path.protocol !== "file:") {
      throw wrong(TypeError, "ERR_INVALID_URL_SCHEME", "The URL must be of scheme file:");
    }
    text = path.href;
  }
  if (typeof text !== "string" || text.includes("\0")) {
    throw wrongType("path", "a string, Uint8Array, or URL without null bytes");
  }
  return text;
}

/** As SQLite reads it (sqlite.org/uri.html). */
function fromAddress(address) {
  const [, authority, path, query] = /^file:(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?/is.exec(address);
  if (authority !== undefined && authority !== "" && authority !== "localhost") {
    throw failure(1, `invalid uri authority: ${authority}`, "SQL logic error");
  }
  const options = new URLSearchParams(query ?? "");
  for (const name of options.keys()) {
    if (!["mode", "cache", "immutable", "nolock", "psow"].includes(name)) {
      throw refusedValue("sqlite", `The option ${name} of a file: address`);
    }
  }
  if (options.get("cache") === "shared") throw refusedValue("sqlite", "A shared cache");
  const mode = options.get("mode");
  const name = decoded(path);
  if (mode === "memory" || name === "" || name === ":memory:") return { path: null };
  if (mode !== null && MODES[mode] === undefined) throw failure(1, `no such access mode: ${mode}`, "SQL logic error");
  return { path: require("path").resolve(name), ...MODES[mode ?? "rwc"] };
}

function decoded(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function failure(errcode, message, errstr) {
  return Object.assign(wrong(Error, "ERR_SQLITE_ERROR", message), { errcode, errstr });
}

module.exports = { databasePlace };

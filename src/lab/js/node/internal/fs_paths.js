"use strict";

// What all of `fs` shares: paths and options from arguments, and errors in the words of the system.

const { codedError, systemError } = require("internal/errors");
const { encodingOf } = require("internal/encodings");

const WORDS = {
  EPERM: "operation not permitted",
  ENOENT: "no such file or directory",
  EIO: "i/o error",
  EACCES: "permission denied",
  EBUSY: "resource busy or locked",
  EEXIST: "file already exists",
  ENOTDIR: "not a directory",
  EISDIR: "illegal operation on a directory",
  EINVAL: "invalid argument",
  EMFILE: "too many open files",
  EFBIG: "file too large",
  ENOSPC: "no space left on device",
  EROFS: "read-only file system",
  ENAMETOOLONG: "name too long",
  ENOTEMPTY: "directory not empty",
  ELOOP: "too many symbolic links encountered",
};

const FLAGS = ["r", "rs", "sr", "r+", "rs+", "sr+", "w", "wx", "xw", "w+", "wx+", "xw+", "a", "ax", "xa", "as", "sa", "a+", "ax+", "xa+", "as+", "sa+"];

/**
 * @param {string} code such as `ENOENT`
 * @param {string} syscall such as `open`
 * @param {string} [path] as the program named it
 * @param {string} [dest]
 * @returns {Error}
 */
function failure(code, syscall, path = undefined, dest = undefined) {
  let message = `${code}: ${WORDS[code] ?? "unknown error"}, ${syscall}`;
  const details = {};
  if (path !== undefined) {
    message += ` '${path}'`;
    details.path = path;
  }
  if (dest !== undefined) {
    message += ` -> '${dest}'`;
    details.dest = dest;
  }
  return systemError(syscall, code, details, message);
}

/**
 * A path as a text.
 * @param {unknown} path
 * @param {string} [name] of the argument
 * @returns {string}
 */
function pathText(path, name = "path") {
  let text;
  if (typeof path === "string") text = path;
  else if (path instanceof Uint8Array) text = Buffer.from(path).toString();
  else if (path !== null && typeof path === "object" && typeof path.href === "string" && path.protocol !== undefined) {
    text = require("url").fileURLToPath(path);
  } else throw codedError("ERR_INVALID_ARG_TYPE", name, ["string", "Buffer", "URL"], path);
  if (text.includes("\0")) {
    throw codedError("ERR_INVALID_ARG_VALUE", name, text, "must be a string, Uint8Array, or URL without null bytes");
  }
  return text;
}

/** @param {string} text @returns {string} the absolute path for the host */
function place(text) {
  return require("path").resolve(text);
}

/**
 * Options that may be an encoding.
 * @param {unknown} options
 * @param {object} usual
 * @returns {object}
 */
function optionsOf(options, usual = {}) {
  if (options === undefined || options === null || typeof options === "function") return usual;
  if (typeof options !== "string" && typeof options !== "object") {
    throw codedError("ERR_INVALID_ARG_TYPE", "options", ["string", "Object"], options);
  }
  const made = { ...usual, ...(typeof options === "string" ? { encoding: options } : options) };
  const { encoding } = made;
  if (encoding && encoding !== "buffer" && encodingOf(encoding) === undefined) {
    throw codedError("ERR_INVALID_ARG_VALUE", "encoding", encoding, "is invalid encoding");
  }
  return made;
}

/** @param {unknown} flag @returns {string} */
function checkedFlag(flag) {
  if (!FLAGS.includes(flag)) throw codedError("ERR_INVALID_ARG_VALUE", "flags", flag);
  return flag;
}

/**
 * What is written, as bytes.
 * @param {unknown} data
 * @param {string} [encoding]
 * @returns {Uint8Array}
 */
function contentBytes(data, encoding = undefined) {
  if (typeof data === "string") return Buffer.from(data, encoding ?? "utf8");
  if (ArrayBuffer.isView(data)) return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  throw codedError("ERR_INVALID_ARG_TYPE", "data", ["string", "Buffer", "TypedArray", "DataView"], data);
}

module.exports = { failure, pathText, place, optionsOf, checkedFlag, contentBytes };

"use strict";

// Files of the program's own folder, to be read (nodejs.org/api/fs.html).

const { systemError } = require("internal/errors");

const NUMBERS = { ENOENT: "no such file or directory", EISDIR: "illegal operation on a directory", ENOTDIR: "not a directory" };

function failure(code, syscall, path) {
  const named = path === undefined ? "" : ` '${path}'`;
  const error = systemError(syscall, code, {}, `${code}: ${NUMBERS[code]}, ${syscall}${named}`);
  if (path !== undefined) error.path = path;
  return error;
}

function absolute(path) {
  const text = path instanceof URL ? require("url").fileURLToPath(path) : String(path);
  return require("path").resolve(text);
}

/**
 * @param {string | URL | Buffer} path
 * @param {string | {encoding?: string}} [options]
 * @returns {Buffer | string}
 */
function readFileSync(path, options = undefined) {
  const encoding = typeof options === "string" ? options : options?.encoding;
  const place = absolute(path);
  const kind = host.fileKind(place);
  if (kind === "folder") throw failure("EISDIR", "read");
  const content = kind === "file" ? host.readBytes(place) : undefined;
  if (content === undefined || content === null) throw failure("ENOENT", "open", String(path));
  const bytes = Buffer.from(content);
  return encoding ? bytes.toString(encoding) : bytes;
}

/** @param {string | URL} path @returns {boolean} */
function existsSync(path) {
  return typeof host.fileKind(absolute(path)) === "string";
}

/** @param {string} path @returns {string[]} */
function readdirSync(path) {
  const place = absolute(path);
  if (host.fileKind(place) === "file") throw failure("ENOTDIR", "scandir", String(path));
  const names = host.readFolder(place);
  if (!Array.isArray(names)) throw failure("ENOENT", "scandir", String(path));
  return names;
}

/** @param {string} path @returns {object} */
function statSync(path) {
  const place = absolute(path);
  const kind = host.fileKind(place);
  if (typeof kind !== "string") throw failure("ENOENT", "stat", String(path));
  return {
    size: kind === "file" ? host.readBytes(place).byteLength : 0,
    isFile: () => kind === "file",
    isDirectory: () => kind === "folder",
    isSymbolicLink: () => false,
  };
}

/** @param {string} path */
function accessSync(path) {
  if (!existsSync(path)) throw failure("ENOENT", "access", String(path));
}

const sync = { readFile: readFileSync, readdir: readdirSync, stat: statSync, access: accessSync };
const promises = {};
const callbacks = {};
for (const [name, act] of Object.entries(sync)) {
  promises[name] = async (...values) => act(...values);
  callbacks[name] = (...values) => {
    const callback = values.pop();
    require("internal/validate").validateFunction(callback, "cb");
    setImmediate(() => {
      let result;
      try {
        result = act(...values);
      } catch (error) {
        callback(error);
        return;
      }
      callback(null, result);
    });
  };
}

module.exports = {
  ...callbacks,
  readFileSync,
  existsSync,
  readdirSync,
  statSync,
  accessSync,
  promises,
  constants: { F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1 },
};

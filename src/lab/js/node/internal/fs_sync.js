"use strict";

// The synchronous half of `fs`; the other forms call it in a later turn. A program sees the files of
// its own folder and nothing else (nodejs.org/api/fs.html).

const { hidden, withCode } = require("internal/errors");
const { failure, pathText, place, optionsOf, checkedFlag, contentBytes } = require("internal/fs_paths");
const { Stats, BigIntStats, Dirent, kindOf } = require("internal/fs_stats");

const FILE_MODE = 0o666;
const MODE_AT = 1;
const SIZE_AT = 8;
const COPY_ALONE = 1;

function numbersOf(text, follow = true) {
  return host.fileStat(place(text), follow);
}

/** Throws when what the host gave is a code. */
function checked(result, syscall, path, dest = undefined) {
  if (typeof result === "string") throw failure(result, syscall, path, dest);
  return result;
}

/** @param {string | URL | Buffer} path @param {string | object} [options] @returns {Buffer | string} */
function readFileSync(path, options = undefined) {
  const { encoding, flag } = optionsOf(options, { flag: "r" });
  const text = pathText(path);
  checkedFlag(flag);
  const numbers = checked(numbersOf(text), "open", text);
  if (kindOf(numbers[MODE_AT]) === 2) throw failure("EISDIR", "read");
  const content = host.readBytes(place(text));
  if (content === undefined || content === null) {
    throw failure(numbers[SIZE_AT] > 0 ? "EFBIG" : "ENOENT", "open", text);
  }
  const bytes = Buffer.from(content);
  return encoding && encoding !== "buffer" ? bytes.toString(encoding) : bytes;
}

function write(path, data, options, usual) {
  const { encoding, flag, mode } = optionsOf(options, usual);
  const text = pathText(path);
  checkedFlag(flag);
  const bytes = contentBytes(data, encoding);
  checked(host.writeFile(place(text), bytes, flag, mode), "open", text);
}

/** @param {string | URL | Buffer} path @param {string | ArrayBufferView} data @param {string | object} [options] */
function writeFileSync(path, data, options = undefined) {
  write(path, data, options, { encoding: "utf8", mode: FILE_MODE, flag: "w" });
}

/** Node's `appendFileSync`. */
function appendFileSync(path, data, options = undefined) {
  write(path, data, options, { encoding: "utf8", mode: FILE_MODE, flag: "a" });
}

/** Node's `truncateSync`. */
function truncateSync(path, length = 0) {
  const text = pathText(path);
  const numbers = checked(numbersOf(text), "open", text);
  if (kindOf(numbers[MODE_AT]) === 2) throw failure("EISDIR", "open", text);
  const bytes = Buffer.alloc(length);
  Buffer.from(host.readBytes(place(text)) ?? new ArrayBuffer(0)).copy(bytes, 0, 0, length);
  checked(host.writeFile(place(text), bytes, "w", FILE_MODE), "open", text);
}

/** @param {string | URL} path @returns {boolean} */
function existsSync(path) {
  try {
    return typeof numbersOf(pathText(path)) !== "string";
  } catch {
    return false;
  }
}

/** @param {string} path @param {string | object} [options] @returns {string[] | Dirent[]} */
function readdirSync(path, options = undefined) {
  const { withFileTypes, recursive, encoding } = optionsOf(options);
  const text = pathText(path);
  const found = [];
  const folders = [""];
  while (folders.length > 0) {
    const inside = folders.shift();
    const folder = inside === "" ? text : `${text.replace(/\/$/, "")}/${inside}`;
    const numbers = checked(numbersOf(folder), "scandir", folder);
    if (kindOf(numbers[MODE_AT]) !== 2) throw failure("ENOTDIR", "scandir", folder);
    for (const name of checked(host.readFolder(place(folder)) ?? "ENOENT", "scandir", folder)) {
      const relative = inside === "" ? name : `${inside}/${name}`;
      let kind = 0;
      if (withFileTypes || recursive) {
        const own = numbersOf(`${folder}/${name}`, false);
        kind = typeof own === "string" ? 0 : kindOf(own[MODE_AT]);
      }
      if (withFileTypes) found.push(new Dirent(name, folder, kind));
      else found.push(encoding === "buffer" ? Buffer.from(relative) : relative);
      if (recursive && kind === 2) folders.push(relative);
    }
  }
  return found;
}

function statOf(path, options, follow) {
  const text = pathText(path);
  const numbers = numbersOf(text, follow);
  if (typeof numbers === "string") {
    if (options?.throwIfNoEntry === false && (numbers === "ENOENT" || numbers === "ENOTDIR")) return undefined;
    throw failure(numbers, follow ? "stat" : "lstat", text);
  }
  return options?.bigint ? new BigIntStats(numbers) : new Stats(numbers, false);
}

/** Node's `statSync`. @returns {Stats | undefined} */
function statSync(path, options = undefined) {
  return statOf(path, options, true);
}

/** Node's `lstatSync`: of a link itself. @returns {Stats | undefined} */
function lstatSync(path, options = undefined) {
  return statOf(path, options, false);
}

/** Node's `accessSync`. */
function accessSync(path, mode = 0) {
  const text = pathText(path);
  const numbers = checked(numbersOf(text), "access", text);
  const isFolder = kindOf(numbers[MODE_AT]) === 2;
  if (mode & 1 && !isFolder && (numbers[MODE_AT] & 0o111) === 0) throw failure("EACCES", "access", text);
}

/** Node's `realpathSync`. @returns {string} */
function realpathSync(path, options = undefined) {
  optionsOf(options);
  const text = pathText(path);
  const real = host.realPath(place(text));
  if (real === undefined || real === null) throw failure("ENOENT", "lstat", place(text));
  return real;
}
realpathSync.native = realpathSync;

/** Node's `mkdirSync`. @returns {string | undefined} the first folder that was made */
function mkdirSync(path, options = undefined) {
  const text = pathText(path);
  if (!options?.recursive) {
    checked(host.makeFolder(place(text)), "mkdir", text);
    return undefined;
  }
  const missing = [];
  for (let at = text.replace(/(.)\/+$/, "$1"); ; at = require("path").dirname(at)) {
    const numbers = numbersOf(at);
    if (typeof numbers !== "string") {
      if (kindOf(numbers[MODE_AT]) === 2) break;
      throw failure(missing.length === 0 ? "EEXIST" : "ENOTDIR", "mkdir", text);
    }
    missing.unshift(at);
    if (at === "/" || at === "." || place(at) === host.start.cwd) break;
  }
  for (const folder of missing) checked(host.makeFolder(place(folder)), "mkdir", text);
  return missing[0];
}

/** Node's `mkdtempSync`. @returns {string} */
function mkdtempSync(prefix, options = undefined) {
  optionsOf(options);
  const end = Buffer.from(host.randomBytes(6)).toString("base64url").replace(/[-_]/g, "x").slice(0, 6);
  const text = `${pathText(prefix, "prefix")}${end}`;
  checked(host.makeFolder(place(text)), "mkdtemp", `${pathText(prefix, "prefix")}XXXXXX`);
  return text;
}

/** Node's `unlinkSync`. */
function unlinkSync(path) {
  const text = pathText(path);
  checked(host.removeFile(place(text)), "unlink", text);
}

/** Node's `rmdirSync`. */
function rmdirSync(path) {
  const text = pathText(path);
  checked(host.removeFolder(place(text)), "rmdir", text);
}

/** Node's `rmSync`. */
function rmSync(path, options = undefined) {
  const text = pathText(path);
  const numbers = numbersOf(text, false);
  if (typeof numbers === "string") {
    if (options?.force && numbers === "ENOENT") return;
    throw failure(numbers, "lstat", text);
  }
  if (kindOf(numbers[MODE_AT]) !== 2) {
    checked(host.removeFile(place(text)), "rm", text);
    return;
  }
  if (!options?.recursive) {
    const error = withCode(Error, "ERR_FS_EISDIR", `Path is a directory: rm returned EISDIR (is a directory) ${text}`);
    hidden(error, "name", "SystemError");
    throw Object.assign(error, {
      info: { code: "EISDIR", message: "is a directory", path: text, syscall: "rm", errno: 21 },
      errno: 21,
      syscall: "rm",
      path: text,
    });
  }
  for (const name of host.readFolder(place(text)) ?? []) rmSync(`${text}/${name}`, options);
  checked(host.removeFolder(place(text)), "rm", text);
}

/** Node's `renameSync`. */
function renameSync(oldPath, newPath) {
  const [from, to] = [pathText(oldPath, "oldPath"), pathText(newPath, "newPath")];
  checked(host.renameFile(place(from), place(to)), "rename", from, to);
}

/** Node's `copyFileSync`. */
function copyFileSync(src, dest, mode = 0) {
  const [from, to] = [pathText(src, "src"), pathText(dest, "dest")];
  const numbers = checked(numbersOf(from), "copyfile", from, to);
  const content = host.readBytes(place(from));
  if (content === undefined || content === null) throw failure("EISDIR", "copyfile", from, to);
  const flag = mode & COPY_ALONE ? "wx" : "w";
  checked(host.writeFile(place(to), content, flag, numbers[MODE_AT] & 0o777), "copyfile", from, to);
}

module.exports = {
  readFileSync, writeFileSync, appendFileSync, truncateSync, existsSync, readdirSync, statSync, lstatSync, accessSync,
  realpathSync, mkdirSync, mkdtempSync, unlinkSync, rmdirSync, rmSync, renameSync, copyFileSync,
};

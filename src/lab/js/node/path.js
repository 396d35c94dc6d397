"use strict";

// Paths as POSIX has them (nodejs.org/api/path.html). `path.win32` is not in the lab.

const { validateString, validateObject } = require("internal/validate");

/**
 * Resolves `.`, `..` and repeated slashes.
 * @param {string} path
 * @returns {string}
 */
function normalize(path) {
  validateString(path, "path");
  if (path === "") return ".";
  const absolute = path.startsWith("/");
  let result = reduce(path, !absolute);
  if (result === "" && !absolute) return path.endsWith("/") ? "./" : ".";
  if (result !== "" && path.endsWith("/")) result += "/";
  return absolute ? `/${result}` : result;
}

/** `path` without `.`, and without `..` where there is something to go back from. */
function reduce(path, keepsUp) {
  const parts = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (keepsUp) parts.push("..");
  }
  return parts.join("/");
}

/**
 * @param {...string} paths
 * @returns {string}
 */
function join(...paths) {
  for (const path of paths) validateString(path, "path");
  const joined = paths.filter((path) => path !== "").join("/");
  return joined === "" ? "." : normalize(joined);
}

/**
 * The absolute path that the parts lead to, from the right to the left.
 * @param {...string} paths
 * @returns {string}
 */
function resolve(...paths) {
  let path = "";
  for (let index = paths.length - 1; index >= -1 && !path.startsWith("/"); index -= 1) {
    const part = index < 0 ? process.cwd() : paths[index];
    validateString(part, `paths[${index}]`);
    if (part !== "") path = path === "" ? part : `${part}/${path}`;
  }
  return `/${reduce(path, false)}`;
}

/**
 * @param {string} path
 * @returns {boolean}
 */
function isAbsolute(path) {
  validateString(path, "path");
  return path.startsWith("/");
}

/**
 * The way from one folder to another.
 * @param {string} from
 * @param {string} to
 * @returns {string}
 */
function relative(from, to) {
  validateString(from, "from");
  validateString(to, "to");
  const start = resolve(from).split("/").filter(Boolean);
  const goal = resolve(to).split("/").filter(Boolean);
  let same = 0;
  while (same < start.length && same < goal.length && start[same] === goal[same]) same += 1;
  return [...start.slice(same).map(() => ".."), ...goal.slice(same)].join("/");
}

/**
 * @param {string} path
 * @returns {string}
 */
function dirname(path) {
  validateString(path, "path");
  if (path === "") return ".";
  const trimmed = withoutEnd(path);
  const slash = trimmed.lastIndexOf("/");
  if (slash < 0) return path.startsWith("/") ? "/" : ".";
  if (slash === 0) return "/";
  // `//a` has a root of two slashes for POSIX.
  if (slash === 1 && trimmed.startsWith("//")) return "//";
  return trimmed.slice(0, slash);
}

/**
 * The last part of `path`, without `suffix` at its end.
 * @param {string} path
 * @param {string} [suffix]
 * @returns {string}
 */
function basename(path, suffix = undefined) {
  if (suffix !== undefined) validateString(suffix, "suffix");
  validateString(path, "path");
  const trimmed = withoutEnd(path);
  const base = trimmed.slice(trimmed.lastIndexOf("/") + 1);
  if (suffix && (base !== suffix || path === suffix) && base.endsWith(suffix)) return base.slice(0, -suffix.length);
  return base;
}

/**
 * From the last dot on; empty for names that begin with their only dot.
 * @param {string} path
 * @returns {string}
 */
function extname(path) {
  validateString(path, "path");
  const base = basename(path);
  const dot = base.lastIndexOf(".");
  return dot <= 0 || base === ".." ? "" : base.slice(dot);
}

/** `path` without slashes at its end. */
function withoutEnd(path) {
  let end = path.length;
  while (end > 0 && path[end - 1] === "/") end -= 1;
  return path.slice(0, end);
}

/**
 * @param {{dir?: string, root?: string, base?: string, name?: string, ext?: string}} parts
 * @returns {string}
 */
function format(parts) {
  validateObject(parts, "pathObject");
  const dir = parts.dir || parts.root;
  const ext = parts.ext ? `${parts.ext.startsWith(".") ? "" : "."}${parts.ext}` : "";
  const base = parts.base || `${parts.name || ""}${ext}`;
  if (!dir) return base;
  return dir === parts.root ? `${dir}${base}` : `${dir}/${base}`;
}

/**
 * @param {string} path
 * @returns {{root: string, dir: string, base: string, ext: string, name: string}}
 */
function parse(path) {
  validateString(path, "path");
  const root = path.startsWith("/") ? "/" : "";
  const base = basename(path);
  const ext = extname(path);
  const trimmed = withoutEnd(path);
  const slash = trimmed.lastIndexOf("/");
  const dir = slash > 0 ? trimmed.slice(0, slash) : root;
  return { root, dir, base, ext, name: ext ? base.slice(0, -ext.length) : base };
}

const path = {
  resolve,
  normalize,
  isAbsolute,
  join,
  relative,
  toNamespacedPath: (path) => path,
  dirname,
  basename,
  extname,
  format,
  parse,
  sep: "/",
  delimiter: ":",
};
path.posix = path;

module.exports = path;

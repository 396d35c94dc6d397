"use strict";

// Packages in `node_modules` beside the program, and what a package.json says of names
// (nodejs.org/api/packages.html).

const { withCode } = require("internal/errors");

/**
 * The file that a bare specifier names: in the package that asks, when it has that name, or else in
 * the nearest `node_modules` folder that has it.
 * @param {string} specifier
 * @param {string} from absolute path of the file that asks
 * @param {{conditions: string[], isImport: boolean, fileAt: Function, folderAt: Function, foldersAbove: Function}} look
 * @returns {string | undefined}
 */
function find(specifier, from, look) {
  if (specifier.startsWith("#")) return fromImports(specifier, from, look);
  const parts = specifier.split("/");
  const name = parts.splice(0, specifier.startsWith("@") ? 2 : 1).join("/");
  const subpath = parts.length > 0 ? `./${parts.join("/")}` : ".";
  const ask = { look, from };
  const own = scopeOf(from);
  if (own !== undefined && own.json.name === name && hasExports(own.json)) {
    return fromExports(own.folder, subpath, { ...ask, isOwn: true });
  }
  for (const folder of look.foldersAbove(from)) {
    const root = `${folder}/${name}`;
    if (host.fileKind(root) !== "folder") {
      const file = parts.length === 0 && !look.isImport ? look.fileAt(root) : undefined;
      if (file !== undefined) return file;
      continue;
    }
    if (isNative(root) && require("internal/core").isPackage(specifier)) return undefined;
    const found = inPackage(root, subpath, ask);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Whether the package is a wrapper of machine code, which the lab does not load. Where it has the
 * package built in, that one stands in for it: bcrypt, argon2.
 */
function isNative(root) {
  const json = require("internal/modules").packageOf(root) ?? {};
  return json.gypfile === true || json.binary !== undefined || json.dependencies?.["node-gyp-build"] !== undefined;
}

function hasExports(json) {
  return json.exports !== undefined && json.exports !== null;
}

/** The nearest package.json above a file, and its folder. */
function scopeOf(from) {
  const { packageOf } = require("internal/modules");
  let folder = from;
  while (folder !== "") {
    folder = folder.slice(0, folder.lastIndexOf("/"));
    if (folder.endsWith("/node_modules")) return undefined;
    const json = packageOf(folder || "/");
    if (json) return { folder, json };
  }
  return undefined;
}

function inPackage(root, subpath, ask) {
  const json = require("internal/modules").packageOf(root) ?? {};
  if (hasExports(json)) return fromExports(root, subpath, ask);
  const { look } = ask;
  if (subpath === ".") return look.folderAt(root) ?? missingMain(root, json, ask);
  const path = `${root}/${subpath.slice(2)}`;
  if (look.isImport) return path;
  return (subpath.endsWith("/") ? undefined : look.fileAt(path)) ?? look.folderAt(path);
}

/** A package without the file that it is: an import ends here, and `require` looks further up. */
function missingMain(root, { main }, { look, from }) {
  if (!look.isImport) return undefined;
  const path = require("path").posix.join(root, typeof main === "string" ? main : "index.js").replace(/\/$/, "");
  throw withCode(Error, "ERR_MODULE_NOT_FOUND", `Cannot find package '${path}' imported from ${from}`);
}

function fromExports(root, subpath, ask) {
  const { exports } = require("internal/modules").packageOf(root);
  const isTable = typeof exports === "object" && !Array.isArray(exports) && Object.keys(exports).some((key) => key.startsWith("."));
  const rule = { ...ask, field: "exports", key: subpath, file: `${root}/package.json` };
  const target = match(isTable ? exports : { ".": exports }, subpath, rule);
  if (target === undefined || target === null) {
    const what = subpath === "." ? 'No "exports" main defined' : `Package subpath '${subpath}' is not defined by "exports"`;
    throw withCode(Error, "ERR_PACKAGE_PATH_NOT_EXPORTED", `${what} in ${rule.file}${importer(ask)}`);
  }
  return existing(`${root}/${target.slice(2)}`, rule);
}

/** A file that a package.json names must be there for `require`; an import says so by itself. */
function existing(path, { look, file }) {
  if (look.isImport || host.fileKind(path) === "file") return path;
  const error = new Error(`Cannot find module '${path}'`);
  error.code = "MODULE_NOT_FOUND";
  error.path = file;
  throw error;
}

function importer({ look, from, isOwn }) {
  return look.isImport || isOwn ? ` imported from ${from}` : "";
}

function fromImports(specifier, from, look) {
  if (specifier === "#") {
    const message = `Invalid module "${specifier}" is not a valid internal imports specifier name imported from ${from}`;
    throw withCode(TypeError, "ERR_INVALID_MODULE_SPECIFIER", message);
  }
  const scope = scopeOf(from);
  const file = scope && `${scope.folder}/package.json`;
  const rule = { look, from, field: "imports", key: specifier, file };
  const target = match(scope?.json.imports ?? {}, specifier, rule);
  if (target === undefined || target === null) {
    const where = file === undefined ? "" : ` in package ${file}`;
    const message = `Package import specifier "${specifier}" is not defined${where} imported from ${from}`;
    throw withCode(TypeError, "ERR_PACKAGE_IMPORT_NOT_DEFINED", message);
  }
  if (target.startsWith("./")) return existing(`${scope.folder}/${target.slice(2)}`, rule);
  const { isCore, isPackage } = require("internal/core");
  if (isCore(target)) return target;
  return find(target, file, look) ?? (isPackage(target) ? `npm:${target}` : undefined);
}

/** What a table of names, perhaps with `*`, gives for one. */
function match(table, name, rule) {
  if (Object.hasOwn(table, name) && !name.includes("*")) return chosen(table[name], rule);
  let best;
  for (const key of Object.keys(table)) {
    const star = key.indexOf("*");
    if (star < 0) continue;
    const [start, end] = [key.slice(0, star), key.slice(star + 1)];
    // A star stands for something.
    const fits = name.startsWith(start) && name.endsWith(end) && name.length > start.length + end.length;
    if (fits && (best === undefined || isCloser({ key, start }, best))) best = { key, start, end };
  }
  if (best === undefined) return undefined;
  const middle = name.slice(best.start.length, name.length - best.end.length);
  return chosen(table[best.key], { ...rule, key: best.key })?.replaceAll("*", middle);
}

/** Whether a pattern says more than another of what it fits, first before its star. */
function isCloser(pattern, other) {
  if (pattern.start.length !== other.start.length) return pattern.start.length > other.start.length;
  return pattern.key.length > other.key.length;
}

/** `null` where a target is denied, and nothing where no condition holds. */
function chosen(target, rule) {
  if (target === null) return null;
  if (typeof target === "string") {
    if (target.startsWith("./") || (rule.field === "imports" && !/^(\.\.\/|\/)/.test(target))) return target;
    throw invalidTarget(target, rule);
  }
  if (Array.isArray(target)) return firstOf(target, rule);
  if (typeof target !== "object") throw invalidTarget(target, rule);
  for (const condition of Object.keys(target)) {
    if (condition !== "default" && !rule.look.conditions.includes(condition)) continue;
    const found = chosen(target[condition], rule);
    if (found !== undefined) return found;
  }
  return undefined;
}

function firstOf(targets, rule) {
  let found = targets.length === 0 ? null : undefined;
  let failure;
  for (const target of targets) {
    try {
      found = chosen(target, rule);
      failure = undefined;
    } catch (error) {
      failure = error;
      continue;
    }
    if (found !== undefined && found !== null) return found;
  }
  if (failure !== undefined) throw failure;
  return found;
}

function invalidTarget(target, rule) {
  const shown = JSON.stringify(target);
  const advice = typeof target === "string" && rule.field === "exports" ? '; targets must start with "./"' : "";
  const message = `Invalid "${rule.field}" target ${shown} defined for '${rule.key}' in the package config ${rule.file}${importer(rule)}${advice}`;
  return withCode(Error, "ERR_INVALID_PACKAGE_TARGET", message);
}

module.exports = { find };

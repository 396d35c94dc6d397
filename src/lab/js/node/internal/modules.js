"use strict";

// CommonJS: how a file asks for another (nodejs.org/api/modules.html).

const { codedError, hidden, withCode } = require("internal/errors");
const { validateString } = require("internal/validate");

const PARAMETERS = ["exports", "require", "module", "__filename", "__dirname"];
const EXTENSIONS = [".js", ".json", ".node"];

/** A file without any of these is not looked at twice. */
const MODULE_WORDS = /^\s*(import|export)\b|\bimport\.meta\b/m;
const MODULE_ERRORS = /^(Cannot use import statement outside a module|Unexpected token 'export'|.*import\.meta.*)$/;

/** How `require` looks packages up. */
const LOOK = { conditions: ["node", "require", "module-sync", "node-addons"], isImport: false, fileAt, folderAt, foldersAbove };

const cache = Object.create(null);
const packages = new Map();
/** What files turned out to be. */
const kinds = new Map();
let mainModule;

/** A file that was asked for. */
function Module(id, parent = undefined) {
  this.id = id;
  this.path = folderOf(id);
  this.exports = {};
  hidden(this, "parent", parent);
  this.filename = null;
  this.loaded = false;
  this.children = [];
  this.paths = [];
  parent?.children.push(this);
}

Module.prototype.require = function (specifier) {
  validateString(specifier, "id");
  if (specifier === "") throw codedError("ERR_INVALID_ARG_VALUE", "id", specifier, "must be a non-empty string");
  return loadFor(this, specifier);
};

Module.prototype._compile = function (text, path) {
  const body = host.compile(text, path, PARAMETERS);
  // What Node's stacks call the code of a file.
  Object.defineProperty(body, "name", { value: "Object.<anonymous>" });
  return Reflect.apply(body, this.exports, [this.exports, requireOf(this), this, path, folderOf(path)]);
};

Module._cache = cache;
Module._extensions = Object.create(null);
Module._extensions[".js"] = (module, path) => module._compile(textOf(path), path);
Module._extensions[".json"] = (module, path) => {
  try {
    module.exports = JSON.parse(textOf(path).replace(/^\uFEFF/, ""));
  } catch (error) {
    error.message = `${path}: ${error.message}`;
    throw error;
  }
};
Module._extensions[".node"] = (module, path) => {
  const error = new Error(`${path}: the lab loads no machine code. A package without native code may do the same work`);
  error.code = "ERR_DLOPEN_FAILED";
  throw error;
};
Module._resolveFilename = (specifier, parent) => resolve(specifier, parent?.filename ?? `${process.cwd()}/x`, parent);
Module._load = (specifier, parent) => loadFor(parent, specifier);
Module.Module = Module;

/** @param {string} path @returns {string} */
function folderOf(path) {
  return path.slice(0, Math.max(1, path.lastIndexOf("/")));
}

function textOf(path) {
  const text = host.readFile(path);
  if (text === undefined) throw notFound(path, undefined);
  return text;
}

function requireOf(module) {
  function load(specifier) {
    return module.require(specifier);
  }
  Object.defineProperty(load, "name", { value: "require" });
  load.resolve = resolverOf(module);
  load.main = mainModule;
  load.extensions = Module._extensions;
  load.cache = cache;
  return load;
}

/** `require.resolve`, with its `paths`. */
function resolverOf(module) {
  const from = module.filename ?? module.id;
  function find(specifier, options) {
    validateString(specifier, "request");
    const folders = options?.paths;
    if (folders === undefined) return resolve(specifier, from, module);
    if (!Array.isArray(folders)) throw codedError("ERR_INVALID_ARG_VALUE", "options.paths", folders);
    for (const folder of folders) {
      try {
        return resolve(specifier, `${absolute(folder)}/x`, module);
      } catch (error) {
        if (error.code !== "MODULE_NOT_FOUND") throw error;
      }
    }
    throw notFound(specifier, module);
  }
  Object.defineProperty(find, "name", { value: "resolve" });
  find.paths = function paths(specifier) {
    validateString(specifier, "request");
    if (require("internal/core").isCore(specifier)) return null;
    return /^\.\.?(\/|$)/.test(specifier) ? [folderOf(from)] : foldersAbove(from);
  };
  return find;
}

/**
 * A `require` for the file at `path`.
 * @param {string} path
 * @returns {Function}
 */
function createRequire(path) {
  const module = new Module(path);
  module.filename = path;
  return requireOf(module);
}

function loadFor(parent, specifier) {
  const core = require("internal/core").load(specifier);
  if (core !== undefined) return core;
  const path = resolve(specifier, parent?.filename ?? `${process.cwd()}/x`, parent);
  if (path.startsWith("npm:")) return require("internal/core").loadPackage(path.slice(4));
  if (!path.startsWith("/")) return require("internal/core").load(path);
  const known = cache[path];
  if (known !== undefined) {
    if (parent && !parent.children.includes(known)) parent.children.push(known);
    return known.exports;
  }
  return loadFile(path, parent).exports;
}

/**
 * Loads the file at `path`, unless it was loaded already.
 * @param {string} path
 * @param {Module} [parent]
 * @param {boolean} [isMain]
 * @returns {Module}
 */
function loadFile(path, parent = undefined, isMain = false) {
  if (cache[path] !== undefined) return cache[path];
  const isEsModule = moduleKind(path) === "module";
  const module = new Module(isMain ? "." : path, parent);
  module.path = folderOf(path);
  module.filename = path;
  module.paths = foldersAbove(path);
  if (isMain) {
    module.parent = null;
    mainModule = module;
    process.mainModule = module;
  }
  cache[path] = module;
  let failed = true;
  try {
    const extension = /\.(json|node)$/.exec(path)?.[0] ?? ".js";
    if (isEsModule) module.exports = require("internal/require_module").load(path);
    else Module._extensions[extension](module, path);
    failed = false;
  } finally {
    if (failed) delete cache[path];
  }
  module.loaded = true;
  return module;
}

/**
 * The absolute path of what `specifier` names in the file `from`.
 * @param {string} specifier
 * @param {string} from absolute
 * @param {Module} [parent]
 * @returns {string} or the name of a core module, or `npm:` and that of a package that is built in
 */
function resolve(specifier, from, parent = undefined) {
  if (require("internal/core").isCore(specifier)) return specifier;
  if (/^(\/|\.\.?(\/|$))/.test(specifier)) {
    const path = absolute(specifier.startsWith("/") ? specifier : `${folderOf(from)}/${specifier}`);
    const found = (specifier.endsWith("/") ? undefined : fileAt(path)) ?? folderAt(path);
    if (found !== undefined) return host.realPath(found) ?? found;
  } else {
    if (specifier.startsWith("node:")) throw unknownCore(specifier);
    const found = require("internal/packages").find(specifier, from, LOOK);
    if (found !== undefined) return found;
    if (require("internal/core").isPackage(specifier)) return `npm:${specifier}`;
  }
  throw notFound(specifier, parent ?? from);
}

function absolute(path) {
  return require("path").resolve(path);
}

function fileAt(path) {
  if (host.fileKind(path) === "file") return path;
  const extension = EXTENSIONS.find((end) => host.fileKind(path + end) === "file");
  return extension === undefined ? undefined : path + extension;
}

function folderAt(path) {
  if (host.fileKind(path) !== "folder") return undefined;
  const main = packageOf(path)?.main;
  if (typeof main === "string") {
    const target = absolute(`${path}/${main}`);
    const found = fileAt(target) ?? fileAt(`${target}/index`);
    if (found !== undefined) return found;
  }
  return fileAt(`${path}/index`);
}

/** The package.json in a folder, read once; `null` when there is none. */
function packageOf(folder) {
  if (!packages.has(folder)) {
    const text = host.readFile(`${folder}/package.json`);
    packages.set(folder, text === undefined ? null : parsed(text, folder));
  }
  return packages.get(folder);
}

function parsed(text, folder) {
  try {
    return JSON.parse(text);
  } catch (error) {
    error.message = `Error parsing ${folder}/package.json: ${error.message}`;
    error.code = "ERR_INVALID_PACKAGE_CONFIG";
    throw error;
  }
}

/** The `node_modules` folders that a file looks in, the nearest first. */
function foldersAbove(path) {
  const folders = [];
  let folder = folderOf(path);
  while (true) {
    if (!folder.endsWith("/node_modules")) folders.push(`${folder === "/" ? "" : folder}/node_modules`);
    if (folder === "/") return folders;
    folder = folderOf(folder);
  }
}

/**
 * How the file at `path` is to be loaded.
 * @param {string} path
 * @returns {"module" | "commonjs" | "json"}
 */
function moduleKind(path) {
  if (path.endsWith(".mjs")) return "module";
  if (path.endsWith(".json")) return "json";
  if (path.endsWith(".cjs") || path.endsWith(".node")) return "commonjs";
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    const known = packageOf(folder);
    if (known?.type !== undefined) return known.type === "module" ? "module" : "commonjs";
    if (known || folder === "/" || folder.endsWith("/node_modules")) return kindBySyntax(path);
  }
}

const MODULE_SYNTAX = /import statement outside a module|import\.meta|Unexpected token 'export'|await is only valid/;

/**
 * Where no package says what its files are, their syntax does (nodejs.org/api/packages.html,
 * "Syntax detection").
 */
function kindBySyntax(path) {
  const text = textOf(path);
  if (!/\b(import|export|await)\b/.test(text)) return "commonjs";
  try {
    host.compile(text.replace(/^#!.*/, ""), path, PARAMETERS);
    return "commonjs";
  } catch (error) {
    return error instanceof SyntaxError && MODULE_SYNTAX.test(error.message) ? "module" : "commonjs";
  }
}

/**
 * @param {string} specifier that begins with `node:`
 * @returns {Error}
 */
function unknownCore(specifier) {
  const hint = require("internal/core").hint(specifier);
  return withCode(Error, "ERR_UNKNOWN_BUILTIN_MODULE", `No such built-in module: ${specifier}${hint === undefined ? "" : `\n${hint}`}`);
}

function notFound(specifier, parent) {
  const stack = [];
  if (typeof parent === "string") stack.push(parent);
  else for (let one = parent; one; one = one.parent) stack.push(one.filename ?? one.id);
  let message = `Cannot find module '${specifier}'`;
  if (stack.length > 0) message += `\nRequire stack:\n- ${stack.join("\n- ")}`;
  const hint = require("internal/core").hint(specifier);
  if (hint !== undefined) message += `\n${hint}`;
  const error = new Error(message);
  error.code = "MODULE_NOT_FOUND";
  error.requireStack = stack;
  return error;
}

module.exports = { Module, createRequire, loadFile, resolve, moduleKind, packageOf, unknownCore, LOOK };

"use strict";

// What an import names, and `import.meta` (nodejs.org/api/esm.html, "Resolution algorithm").

const { withCode, codedError } = require("internal/errors");
const modules = require("internal/modules");
const core = require("internal/core");

const LOOK = { ...modules.LOOK, conditions: ["node", "import", "module-sync", "node-addons"], isImport: true };

/** A specifier that is a path as it stands, without anything that a URL would read otherwise. */
const PLAIN_PATH = /^\.{0,2}\/[^%?#\\]*$/;

let mainPath;

/**
 * Notes which file the program begins with.
 * @param {string} path
 */
function setMain(path) {
  mainPath = host.realPath(path) ?? path;
}

/**
 * The name under which the engine knows what `specifier` names in the module `from`.
 * @param {string} specifier
 * @param {string} from
 * @returns {string} `node:` and a core module, `npm:` and a package that is built in, or a path
 */
function resolve(specifier, from) {
  if (core.isCore(specifier)) return named(specifier);
  // The lab itself imports files by their paths.
  if (specifier.startsWith("/") && host.fileKind(specifier) === "file") return host.realPath(specifier) ?? specifier;
  const base = pathOf(from.replace(/^file:\/\//, ""));
  const found = target(specifier, base);
  if (found.path === undefined) return found.name;
  const { path, href } = found;
  const kind = host.fileKind(path);
  if (kind === "file" && !path.endsWith("/")) return (host.realPath(path) ?? path) + (found.query ?? "");
  const error =
    kind === "folder"
      ? withCode(Error, "ERR_UNSUPPORTED_DIR_IMPORT", `Directory import '${path}' is not supported resolving ES modules imported from ${base}${advice(specifier, base)}`)
      : withCode(Error, "ERR_MODULE_NOT_FOUND", `Cannot find module '${path}' imported from ${base}${advice(specifier, base)}`);
  error.url = href ?? urlOf(path);
  throw error;
}

/**
 * The path in a module's name, which may have a query behind it.
 * @param {string} name
 * @returns {string}
 */
function pathOf(name) {
  if (!/[?#]/.test(name) || host.fileKind(name) === "file") return name;
  return name.slice(0, name.search(/[?#]/));
}

function named(specifier) {
  return specifier.startsWith("node:") ? specifier : `node:${specifier}`;
}

/** `{name}` of something that is no file, or `{path}`, which may have a `query` and a `href`. */
function target(specifier, base) {
  if (PLAIN_PATH.test(specifier)) return { path: joined(specifier, base) };
  if (/^(\/|\.\.?(\/|$))/.test(specifier)) return ofUrl(new URL(specifier, urlOf(base)), base);
  if (!specifier.startsWith("#") && URL.canParse(specifier)) return ofUrl(new URL(specifier), base);
  return bare(specifier, base);
}

function joined(specifier, base) {
  const path = require("path").posix;
  return path.normalize(specifier.startsWith("/") ? specifier : `${path.dirname(base)}/${specifier}`);
}

function ofUrl(url, base) {
  const { protocol, href } = url;
  if (protocol === "node:") {
    if (core.isCore(href)) return { name: href };
    throw modules.unknownCore(href);
  }
  if (protocol !== "file:") {
    // Node also knows `data:`.
    const known = protocol === "data:" ? "file and node" : /^https?:$/.test(protocol) ? "file and data" : "file, data, and node";
    const message = `Only URLs with a scheme in: ${known} are supported by the default ESM loader. Received protocol '${protocol}'`;
    throw withCode(Error, "ERR_UNSUPPORTED_ESM_URL_SCHEME", message);
  }
  if (/%2f|%5c/i.test(url.pathname)) {
    throw invalidSpecifier(url.pathname, 'must not include encoded "/" or "\\" characters', base);
  }
  return { path: decodeURIComponent(url.pathname), query: url.search + url.hash, href };
}

function invalidSpecifier(specifier, why, base) {
  return withCode(TypeError, "ERR_INVALID_MODULE_SPECIFIER", `Invalid module "${specifier}" ${why} imported from ${base}`);
}

function bare(specifier, base) {
  const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
  if (/^\.|[\\%]/.test(name) || (name.startsWith("@") && !name.includes("/"))) {
    throw invalidSpecifier(specifier, "is not a valid package name", base);
  }
  const path = require("internal/packages").find(specifier, base, LOOK);
  if (path !== undefined) {
    if (path.startsWith("npm:")) return { name: path };
    return path.startsWith("/") ? { path } : { name: named(path) };
  }
  if (core.isPackage(specifier)) return { name: `npm:${specifier}` };
  const hint = core.hint(specifier);
  const message = `Cannot find package '${name}' imported from ${base}${hint === undefined ? "" : `\n${hint}`}`;
  throw withCode(Error, "ERR_MODULE_NOT_FOUND", message);
}

/** What `require` would have found, which an import must name in full. */
function advice(specifier, base) {
  const path = require("path");
  const isOwn = /^\.\.?(\/|$)/.test(specifier);
  let found;
  try {
    // Node looks for what is not of a package from the folder that it was started in.
    found = modules.resolve(specifier, isOwn ? `${process.cwd()}/x` : base);
  } catch {
    return "";
  }
  let shown = found;
  if (isOwn) {
    shown = path.relative(path.dirname(base), found);
    if (!shown.startsWith("../")) shown = `./${shown}`;
  } else if (found.includes("/node_modules/")) shown = found.split("/node_modules/").at(-1);
  return `\nDid you mean to import ${JSON.stringify(shown)}?`;
}

function urlOf(path) {
  return require("url").pathToFileURL(path).href;
}

/**
 * Fills the `import.meta` of the module `name`.
 * @param {string} name
 * @param {object} meta
 */
function fillMeta(name, meta) {
  const path = pathOf(name);
  const isPlain = /^[\w/.-]+$/.test(path);
  meta.dirname = path.slice(0, Math.max(1, path.lastIndexOf("/")));
  meta.filename = path;
  meta.main = path === mainPath;
  meta.resolve = {
    resolve(specifier) {
      return resolvedUrl(`${specifier}`, path);
    },
  }.resolve;
  meta.url = (isPlain ? `file://${path}` : urlOf(path)) + name.slice(path.length);
}

/** What `import.meta.resolve` gives: whether a file is there is not looked at. */
function resolvedUrl(specifier, base) {
  if (core.isCore(specifier)) return named(specifier);
  const isAddress = !/^[./#]/.test(specifier) && URL.canParse(specifier);
  if (isAddress && !specifier.startsWith("file:")) return new URL(specifier).href;
  const { path, name, query, href } = target(specifier, base);
  if (path === undefined) return name.startsWith("npm:") ? `file:///node_modules/${name.slice(4)}` : name;
  if (href !== undefined) return href;
  return urlOf(path.endsWith("/") ? path : (host.realPath(path) ?? path)) + (query ?? "");
}

module.exports = { resolve, pathOf, fillMeta, setMain };

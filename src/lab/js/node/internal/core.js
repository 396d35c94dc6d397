"use strict";

// The core modules that the lab has, and what to say of those that it has not.

const PUBLIC = [
  "assert", "assert/strict", "buffer", "console", "crypto", "events", "fs", "fs/promises", "http", "module", "os",
  "path", "path/posix", "perf_hooks", "process", "querystring", "stream", "stream/promises",
  "string_decoder", "timers", "timers/promises", "url", "util", "util/types", "zlib",
];

/** Modules of Node that are not here. */
const ABSENT = [
  "async_hooks", "child_process", "cluster", "dgram", "diagnostics_channel", "dns", "dns/promises",
  "domain", "http2", "https", "inspector", "net", "path/win32", "punycode", "readline", "readline/promises",
  "repl", "sqlite", "stream/consumers", "stream/web", "sys", "test", "tls", "trace_events", "tty", "v8", "vm",
  "wasi", "worker_threads",
];

/** Modules that are a part of another. */
const PARTS = {
  "assert/strict": () => internalRequire("assert").strict,
  "fs/promises": () => internalRequire("fs").promises,
  "path/posix": () => internalRequire("path"),
  "stream/promises": () => internalRequire("stream").promises,
  "util/types": () => internalRequire("internal/kinds").types,
};

/** npm packages that the lab has built in, and the module that each is. */
const PACKAGES = {
  cookie: "npm/cookie",
  "cookie-parser": "npm/cookie_parser",
  cors: "npm/cors",
  express: "npm/express/index",
  vary: "npm/vary",
};

const internalRequire = require;

/** @param {string} specifier @returns {string} without `node:` */
function bare(specifier) {
  return specifier.startsWith("node:") ? specifier.slice(5) : specifier;
}

/** @param {string} specifier @returns {boolean} */
function isCore(specifier) {
  return PUBLIC.includes(bare(specifier));
}

/**
 * @param {string} specifier
 * @returns {object | undefined} its exports, when it is a core module
 */
function load(specifier) {
  if (!isCore(specifier)) return undefined;
  const name = bare(specifier);
  return PARTS[name] === undefined ? internalRequire(name) : PARTS[name]();
}

/**
 * @param {string} specifier
 * @returns {boolean} whether it names a package that is built in
 */
function isPackage(specifier) {
  return Object.hasOwn(PACKAGES, specifier);
}

/**
 * @param {string} name of a package that is built in
 * @returns {unknown} its exports
 */
function loadPackage(name) {
  return internalRequire(PACKAGES[name]);
}

/**
 * What to add to "Cannot find module" for something that real Node has.
 * @param {string} specifier
 * @returns {string | undefined}
 */
function hint(specifier) {
  if (!ABSENT.includes(bare(specifier))) return undefined;
  return `This module of Node is not in the lab; these are: ${PUBLIC.join(", ")}`;
}

module.exports = { PUBLIC, isCore, load, isPackage, loadPackage, hint };

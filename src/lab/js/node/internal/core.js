"use strict";

// The core modules that the lab has, and what to say of those that it has not.

const PUBLIC = [
  "assert", "assert/strict", "async_hooks", "buffer", "console", "crypto", "diagnostics_channel", "events", "fs",
  "fs/promises", "http", "module", "net", "os", "path", "path/posix", "perf_hooks", "process", "querystring",
  "readline", "readline/promises", "sqlite", "stream", "stream/consumers", "stream/promises", "stream/web", "string_decoder",
  "test", "timers", "timers/promises", "tty", "url", "util", "util/types", "worker_threads", "zlib",
];

/** Those that have no name without `node:`. */
const PREFIXED = ["sqlite", "test"];

/** Those whose functions are refused when they are called: packages load them without need. */
const REFUSING = ["child_process", "cluster", "dns", "dns/promises", "http2", "https", "tls", "v8", "vm"];

/** Modules of Node that are not here. */
const ABSENT = [
  "dgram", "domain", "inspector", "path/win32", "punycode", "repl", "sys", "trace_events", "wasi",
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
  argon2: "npm/argon2",
  bcrypt: "npm/bcrypt",
  bcryptjs: "npm/bcryptjs",
  bson: "npm/bson/index",
  cookie: "npm/cookie",
  "cookie-parser": "npm/cookie_parser",
  cors: "npm/cors",
  dotenv: "npm/dotenv/index",
  "dotenv/config": "npm/dotenv/config",
  "dotenv/config.js": "npm/dotenv/config",
  express: "npm/express/index",
  "express-rate-limit": "npm/express_rate_limit/index",
  "express-session": "npm/express_session/index",
  helmet: "npm/helmet/index",
  jsonwebtoken: "npm/jsonwebtoken/index",
  mongodb: "npm/mongodb/index",
  redis: "npm/redis/index",
  supertest: "npm/supertest",
  vary: "npm/vary",
};

const internalRequire = require;

/** @param {string} specifier @returns {string} without `node:` */
function bare(specifier) {
  return specifier.startsWith("node:") ? specifier.slice(5) : specifier;
}

/** @param {string} specifier @returns {boolean} */
function isCore(specifier) {
  const name = bare(specifier);
  return (PUBLIC.includes(name) && !PREFIXED.includes(specifier)) || REFUSING.includes(name);
}

/**
 * @param {string} specifier
 * @returns {object | undefined} its exports, when it is a core module
 */
function load(specifier) {
  if (!isCore(specifier)) return undefined;
  const name = bare(specifier);
  if (REFUSING.includes(name)) return internalRequire("internal/refusing").of(name);
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
  return `This module of Node is not in the lab; these are: ${PUBLIC.map((name) => (PREFIXED.includes(name) ? `node:${name}` : name)).join(", ")}`;
}

module.exports = { PUBLIC, isCore, load, isPackage, loadPackage, hint };

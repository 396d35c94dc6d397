"use strict";

// Files as answers: conditional requests, ranges, caching (RFC 9110, sections 13 and 14).

const fs = require("fs");
const { extname, join, normalize, resolve, sep } = require("path");
const { contentType } = require("npm/express/media_types");
const { fresh, hasTag } = require("npm/express/fresh");
const { ofFile } = require("npm/express/etag");
const { httpError } = require("npm/express/http_error");

const UPWARDS = /(?:^|[\\/])\.\.(?:[\\/]|$)/;
const MAX_AGE_MAX_MS = 60 * 60 * 24 * 365 * 1000;
const UNITS_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000, y: 31_557_600_000 };
const DURATION = /^\s*(-?\d*\.?\d+)\s*(ms|[smhdwy]|milliseconds?|msecs?|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|years?|yrs?)?\s*$/i;
const MISSING = ["ENAMETOOLONG", "ENOENT", "ENOTDIR"];

/**
 * Sends the file that `path` names.
 * @param {import("http").IncomingMessage} request
 * @param {import("http").ServerResponse} response
 * @param {string} path percent-encoded
 * @param {object} options of express.static
 * @param {{error: Function, directory: Function, headers?: Function, found?: Function}} told
 */
function deliver(request, response, path, options, told) {
  const job = { request, response, options, told };
  let name;
  try {
    name = decodeURIComponent(path);
  } catch {
    fail(job, 400);
    return;
  }
  if (name.includes("\0")) {
    fail(job, 400);
    return;
  }
  const root = options.root ? resolve(options.root) : undefined;
  let parts;
  if (root === undefined) {
    if (UPWARDS.test(name)) {
      fail(job, 403);
      return;
    }
    parts = normalize(name).split(sep);
    job.path = resolve(name);
    if (name.endsWith("/")) job.path += job.path.endsWith(sep) ? "" : sep;
  } else {
    const below = name === "" ? "" : normalize(`.${sep}${name}`);
    if (UPWARDS.test(below)) {
      fail(job, 403);
      return;
    }
    parts = below.split(sep);
    job.path = normalize(join(root, below));
  }
  const refusal = hiddenRule(parts, options.dotfiles ?? "ignore");
  if (refusal !== undefined) {
    fail(job, refusal);
    return;
  }
  const index = options.index === undefined ? ["index.html"] : [options.index].flat().filter(Boolean);
  if (index.length > 0 && name.endsWith("/")) tryEach(job, index.map((one) => join(job.path, one)));
  else tryFile(job);
}

/** The status that refuses a path with a part that begins with a dot. */
function hiddenRule(parts, rule) {
  if (rule !== "allow" && rule !== "deny" && rule !== "ignore") {
    throw new TypeError('dotfiles option must be "allow", "deny", or "ignore"');
  }
  if (rule === "allow" || !parts.some((part) => part.length > 1 && part.startsWith("."))) return undefined;
  return rule === "deny" ? 403 : 404;
}

function fail(job, status, cause = undefined, more = undefined) {
  job.told.error(httpError(status, cause, cause ? { expose: false, ...more } : more));
}

function failOfFile(job, error) {
  fail(job, MISSING.includes(error.code) ? 404 : 500, error);
}

function tryFile(job) {
  const { path } = job;
  fs.stat(path, (error, stats) => {
    const hasSeparator = path.endsWith(sep);
    const { extensions } = job.options;
    if (error?.code === "ENOENT" && !extname(path) && !hasSeparator && extensions) {
      tryEach(job, [extensions].flat().map((extension) => `${path}.${extension}`), error);
    } else if (error) failOfFile(job, error);
    else if (stats.isDirectory()) job.told.directory(path);
    else if (hasSeparator) fail(job, 404);
    else sendFound(job, path, stats);
  });
}

function tryEach(job, paths, last = undefined) {
  if (paths.length === 0) {
    if (last) failOfFile(job, last);
    else fail(job, 404);
    return;
  }
  const [path, ...rest] = paths;
  fs.stat(path, (error, stats) => {
    if (error) tryEach(job, rest, error);
    else if (stats.isDirectory()) tryEach(job, rest);
    else sendFound(job, path, stats);
  });
}

function sendFound(job, path, stats) {
  const { request, response, options, told } = job;
  told.found?.();
  if (response.headersSent) {
    fail(job, 500, undefined, undefined);
    return;
  }
  told.headers?.(response, path, stats);
  describe(response, path, stats, options);
  if (isConditional(request.headers)) {
    if (failsCondition(request.headers, response)) {
      fail(job, 412);
      return;
    }
    if (isCacheable(response.statusCode) && fresh(request.headers, toldTags(response))) {
      for (const field of ["Content-Encoding", "Content-Language", "Content-Length", "Content-Range", "Content-Type"]) {
        response.removeHeader(field);
      }
      response.statusCode = 304;
      response.end();
      return;
    }
  }
  const part = partOf(job, stats);
  if (part === undefined) return;
  response.setHeader("Content-Length", part.length);
  if (request.method === "HEAD") response.end();
  else pour(job, path, part);
}

/** The fields that say what the file is, where the program has not said it. */
function describe(response, path, stats, options) {
  const set = (field, value) => {
    if (!response.getHeader(field)) response.setHeader(field, value);
  };
  if (options.acceptRanges !== false) set("Accept-Ranges", "bytes");
  if (options.cacheControl !== false) {
    const seconds = Math.floor(maxAge(options.maxAge ?? options.maxage) / 1000);
    set("Cache-Control", `public, max-age=${seconds}${options.immutable ? ", immutable" : ""}`);
  }
  if (options.lastModified !== false) set("Last-Modified", stats.mtime.toUTCString());
  if (options.etag !== false) set("ETag", ofFile(stats));
  const extension = extname(path);
  set("Content-Type", (extension && contentType(extension)) || "application/octet-stream");
}

/** Milliseconds of a number or of words such as "2 days". */
function maxAge(given) {
  let milliseconds = Number(given ?? 0);
  if (typeof given === "string") {
    const found = DURATION.exec(given);
    const unit = found?.[2]?.toLowerCase() ?? "ms";
    const short = unit.startsWith("ms") || unit.startsWith("milli") ? "ms" : unit[0];
    milliseconds = found ? Number(found[1]) * UNITS_MS[short] : Number.NaN;
  }
  return Number.isNaN(milliseconds) ? 0 : Math.min(Math.max(0, milliseconds), MAX_AGE_MAX_MS);
}

function isConditional(headers) {
  return Boolean(
    headers["if-match"] || headers["if-unmodified-since"] || headers["if-none-match"] || headers["if-modified-since"],
  );
}

function failsCondition(headers, response) {
  const match = headers["if-match"];
  if (match) {
    const tag = response.getHeader("ETag");
    return match !== "*" && (!tag || !match.split(",").some((one) => sameTag(one.trim(), tag)));
  }
  const since = Date.parse(headers["if-unmodified-since"]);
  return !Number.isNaN(since) && !(Date.parse(response.getHeader("Last-Modified")) <= since);
}

function sameTag(asked, tag) {
  return asked === tag || asked === `W/${tag}` || `W/${asked}` === tag;
}

function isCacheable(status) {
  return (status >= 200 && status < 300) || status === 304;
}

function toldTags(response) {
  return { etag: response.getHeader("ETag"), "last-modified": response.getHeader("Last-Modified") };
}

/** The bytes to send; nothing when the range that was asked for is refused. */
function partOf(job, stats) {
  const { request, response, options } = job;
  let start = options.start ?? 0;
  let length = Math.max(0, stats.size - start);
  if (options.end !== undefined) length = Math.min(length, options.end - start + 1);
  const asked = request.headers.range;
  if (options.acceptRanges !== false && asked && /^ *bytes=/.test(asked)) {
    const ranges = isRangeGood(request.headers["if-range"], response) ? readRanges(asked, length) : [];
    if (ranges === undefined) {
      response.setHeader("Content-Range", `bytes */${length}`);
      fail(job, 416, undefined, { headers: { "Content-Range": `bytes */${length}` } });
      return undefined;
    }
    // Several parts would need a body of several types; the whole is as good an answer.
    if (ranges.length === 1) {
      const [first, last] = ranges[0];
      response.statusCode = 206;
      response.setHeader("Content-Range", `bytes ${first}-${last}/${length}`);
      start += first;
      length = last - first + 1;
    }
  }
  return { start, length };
}

function isRangeGood(condition, response) {
  if (!condition) return true;
  if (condition.includes('"')) {
    const tag = response.getHeader("ETag");
    return Boolean(tag) && hasTag(condition, tag);
  }
  return Date.parse(response.getHeader("Last-Modified")) <= Date.parse(condition);
}

/** Ranges with neighbours joined; none when they make no sense; nothing when all lie outside. */
function readRanges(header, size) {
  const ranges = [];
  for (const text of header.slice(header.indexOf("=") + 1).split(",")) {
    const found = /^\s*(\d*)-(\d*)\s*$/.exec(text);
    if (found === null || (found[1] === "" && found[2] === "")) return [];
    const isSuffix = found[1] === "";
    const first = isSuffix ? size - Number(found[2]) : Number(found[1]);
    const last = isSuffix || found[2] === "" ? size - 1 : Math.min(Number(found[2]), size - 1);
    if (first <= last && last >= 0) ranges.push([Math.max(0, first), last]);
  }
  if (ranges.length === 0) return undefined;
  ranges.sort((a, b) => a[0] - b[0]);
  const joined = [ranges[0]];
  for (const range of ranges.slice(1)) {
    const before = joined.at(-1);
    if (range[0] <= before[1] + 1) before[1] = Math.max(before[1], range[1]);
    else joined.push(range);
  }
  return joined;
}

/** Lets the bytes of a file run into the answer. */
function pour({ response, told }, path, { start, length }) {
  if (length === 0) {
    response.end();
    return;
  }
  const stream = fs.createReadStream(path, { start, end: start + length - 1 });
  response.once("close", () => stream.destroy());
  stream.on("error", (error) => told.error(httpError(500, error, { expose: false })));
  stream.pipe(response);
}

/**
 * Sends a file for `res.sendFile`.
 * @param {import("http").IncomingMessage} request
 * @param {import("http").ServerResponse} response
 * @param {string} path percent-encoded
 * @param {object} options
 * @param {(error?: Error) => void} callback
 */
function transfer(request, response, path, options, callback) {
  let isDone = false;
  const done = (error) => {
    if (isDone) return;
    isDone = true;
    callback(error);
  };
  response.once("finish", () => done());
  response.once("close", () => {
    if (response.writableFinished) return;
    done(Object.assign(new Error("Request aborted"), { code: "ECONNABORTED" }));
  });
  const headers = options.headers
    ? () => {
        for (const name of Object.keys(options.headers)) response.setHeader(name, options.headers[name]);
      }
    : undefined;
  const directory = () => done(Object.assign(new Error("EISDIR, read"), { code: "EISDIR" }));
  deliver(request, response, path, options, { error: done, directory, headers });
}

module.exports = { deliver, transfer };

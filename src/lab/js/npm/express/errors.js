"use strict";

// The answer when no handler gave one: 404, or the page of an error.

const { STATUS_CODES } = require("http");
const { encodeUrl } = require("npm/express/encode_url");
const { escapeHtml, page } = require("npm/express/page");

/**
 * @param {object} req
 * @param {object} res
 * @param {{get: Function}} app whose `env` says what may be told
 * @param {(error: unknown, env: string) => void} log
 * @returns {(error?: unknown) => void}
 */
function finalHandler(req, res, app, log) {
  return (error) => {
    // The head may be out already; then only the end of the connection tells of the error.
    if (!error && res.headersSent) return;
    const env = app.get("env");
    const { status, message, fields } = error ? failure(error, res, env) : missing(req);
    if (error) setImmediate(log, error, env);
    if (res.headersSent) {
      req.socket?.destroy();
      return;
    }
    send(req, res, status, fields, message);
  };
}

function missing(req) {
  return { status: 404, message: `Cannot ${req.method} ${resource(req)}`, fields: undefined };
}

function resource(req) {
  try {
    const { pathname } = require("npm/express/request_url");
    return encodeUrl(pathname({ url: req.originalUrl || req.url }));
  } catch {
    return "resource";
  }
}

function failure(error, res, env) {
  let status = errorStatus(error);
  let fields;
  if (status === undefined) {
    status = res.statusCode;
    if (typeof status !== "number" || status < 400 || status > 599) status = 500;
  } else if (typeof error.headers === "object" && error.headers !== null) fields = { ...error.headers };
  let message = env === "production" ? undefined : error.stack;
  if (env !== "production" && !message && typeof error.toString === "function") message = error.toString();
  return { status, message: message || STATUS_CODES[status], fields };
}

function errorStatus(error) {
  for (const value of [error.status, error.statusCode]) {
    if (typeof value === "number" && value >= 400 && value < 600) return value;
  }
  return undefined;
}

function send(req, res, status, fields, message) {
  const write = () => {
    const html = page("Error", escapeHtml(message).replaceAll("\n", "<br>").replaceAll("  ", " &nbsp;"));
    res.statusCode = status;
    if (req.httpVersionMajor < 2) res.statusMessage = STATUS_CODES[status];
    for (const name of ["Content-Encoding", "Content-Language", "Content-Range"]) res.removeHeader(name);
    if (fields !== undefined) for (const name of Object.keys(fields)) res.setHeader(name, fields[name]);
    res.setHeader("Content-Security-Policy", "default-src 'none'");
    res.setHeader("X-Content-Type-Options", "nosniff");
    res.setHeader("Content-Type", "text/html; charset=utf-8");
    res.setHeader("Content-Length", Buffer.byteLength(html, "utf8"));
    if (req.method === "HEAD") res.end();
    else res.end(html, "utf8");
  };
  if (req.complete) {
    write();
    return;
  }
  // A body that nobody reads must go by first, or the connection could not be used again.
  req.unpipe();
  let isWritten = false;
  const once = () => {
    if (isWritten) return;
    isWritten = true;
    write();
  };
  req.once("end", once);
  req.once("close", once);
  req.resume();
}

module.exports = { finalHandler };

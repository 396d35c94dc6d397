"use strict";

// Errors that stand for an answer: a status, whether the message may be shown, and more
// (the shape that Express and its parsers give them, see expressjs.com/en/guide/error-handling.html).

const { STATUS_CODES } = require("internal/http_words");

const classes = new Map();

/**
 * @param {number} status
 * @param {string | Error} [cause] its message, or the error that becomes one for an answer
 * @param {object} [more] further properties
 * @returns {Error}
 */
function httpError(status, cause = undefined, more = undefined) {
  const error = cause instanceof Error ? marked(cause, status) : made(status, cause);
  for (const name of Object.keys(more ?? {})) {
    if (name !== "status" && name !== "statusCode") error[name] = more[name];
  }
  return error;
}

/** An error that someone else threw keeps its class and its own status. */
function marked(error, status) {
  if (error instanceof HttpError) return error;
  const own = error.status || error.statusCode || status;
  error.expose = own < 500;
  error.statusCode = own;
  error.status = own;
  return error;
}

function made(status, message) {
  const Kind = kind(status);
  const error = new Kind(message ?? STATUS_CODES[status]);
  Object.defineProperty(error, "message", { value: error.message, enumerable: true, configurable: true, writable: true });
  return error;
}

class HttpError extends Error {}

/** The class of a status, such as NotFoundError for 404. */
function kind(status) {
  const known = classes.get(status);
  if (known !== undefined) return known;
  const words = (STATUS_CODES[status] ?? "Error").replace(/[^ 0-9a-z]/gi, "").split(" ");
  const name = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join("");
  const Kind = class extends HttpError {};
  const full = name.endsWith("Error") ? name : `${name}Error`;
  Object.defineProperty(Kind, "name", { value: full, configurable: true });
  Object.defineProperty(Kind.prototype, "name", { value: full, configurable: true, writable: true });
  for (const field of ["status", "statusCode"]) Kind.prototype[field] = status;
  Kind.prototype.expose = status < 500;
  classes.set(status, Kind);
  return Kind;
}

module.exports = { httpError };

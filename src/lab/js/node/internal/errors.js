"use strict";

// Errors with a `code`, in the words that Node's manual and learners' searches know
// (nodejs.org/api/errors.html, "Node.js error codes").

const { inspect } = lazily("internal/inspect", "inspect");

const KINDS = ["string", "function", "number", "object", "boolean", "bigint", "symbol"];
const PRIMITIVES = new Map(KINDS.map((kind) => [kind, kind]));
PRIMITIVES.set("Object", "object").set("Function", "function");

const MESSAGES = {
  ERR_AMBIGUOUS_ARGUMENT: [TypeError, (name, why) => `The "${name}" argument is ambiguous. ${why}`],
  ERR_ARG_NOT_ITERABLE: [TypeError, (name) => `${name} must be iterable`],
  ERR_ASSERTION: [Error, (message) => message],
  ERR_INVALID_ASYNC_ID: [RangeError, (name, value) => `Invalid ${name} value: ${value}`],
  ERR_BUFFER_OUT_OF_BOUNDS: [
    RangeError,
    (name) =>
      name ? `"${name}" is outside of buffer bounds` : "Attempt to access memory outside buffer bounds",
  ],
  ERR_CONSOLE_WRITABLE_STREAM: [
    TypeError,
    (name) => `Console expects a writable stream instance for ${name}`,
  ],
  ERR_ENCODING_INVALID_ENCODED_DATA: [
    TypeError,
    (encoding) => `The encoded data was not valid for encoding ${encoding}`,
  ],
  ERR_ENCODING_NOT_SUPPORTED: [RangeError, (name) => `The "${name}" encoding is not supported`],
  ERR_EVENT_RECURSION: [Error, (type) => `The event "${type}" is already being dispatched`],
  ERR_HTTP_BODY_NOT_ALLOWED: [
    Error,
    () => "Adding content for this request method or response status is not allowed.",
  ],
  ERR_HTTP_CONTENT_LENGTH_MISMATCH: [
    Error,
    (body, header) =>
      `Response body's content-length of ${body} byte(s) does not match the content-length of ` +
      `${header} byte(s) set in header`,
  ],
  ERR_HTTP_HEADERS_SENT: [Error, (verb) => `Cannot ${verb} headers after they are sent to the client`],
  ERR_HTTP_INVALID_HEADER_VALUE: [
    TypeError,
    (value, name) => `Invalid value "${value}" for header "${name}"`,
  ],
  ERR_HTTP_INVALID_STATUS_CODE: [RangeError, (code) => `Invalid status code: ${code}`],
  ERR_HTTP_TRAILER_INVALID: [Error, () => "Trailers are invalid with this transfer encoding"],
  ERR_ILLEGAL_CONSTRUCTOR: [TypeError, () => "Illegal constructor"],
  ERR_INVALID_ARG_TYPE: [TypeError, wrongType],
  ERR_INVALID_ARG_VALUE: [TypeError, wrongValue],
  ERR_INVALID_BUFFER_SIZE: [RangeError, (bits) => `Buffer size must be a multiple of ${bits}`],
  ERR_INVALID_CALLBACK: [TypeError, (value) => `Callback must be a function. Received ${inspect(value)}`],
  ERR_INVALID_CHAR: [
    TypeError,
    (what, name) => `Invalid character in ${what}${name === undefined ? "" : ` ["${name}"]`}`,
  ],
  ERR_INVALID_FILE_URL_HOST: [
    TypeError,
    (platform) => `File URL host must be "localhost" or empty on ${platform}`,
  ],
  ERR_INVALID_FILE_URL_PATH: [TypeError, (why) => `File URL path ${why}`],
  ERR_INVALID_HTTP_TOKEN: [TypeError, (what, token) => `${what} must be a valid HTTP token ["${token}"]`],
  ERR_INVALID_OBJECT_DEFINE_PROPERTY: [TypeError, (message) => message],
  ERR_INVALID_PROTOCOL: [
    TypeError,
    (protocol, expected) => `Protocol "${protocol}" not supported. Expected "${expected}"`,
  ],
  ERR_INVALID_RETURN_VALUE: [
    TypeError,
    (input, name, value) => {
      return `Expected ${input} to be returned from the "${name}" function but got ${received(value)}.`;
    },
  ],
  ERR_INVALID_STATE: [Error, (why) => `Invalid state: ${why}`],
  ERR_INVALID_THIS: [TypeError, (type) => `Value of "this" must be of type ${type}`],
  ERR_INVALID_TUPLE: [TypeError, (name, expected) => `${name} must be an iterable ${expected} tuple`],
  ERR_INVALID_URI: [URIError, () => "URI malformed"],
  ERR_INVALID_URL: [TypeError, () => "Invalid URL"],
  ERR_INVALID_URL_SCHEME: [TypeError, (expected) => `The URL must be of scheme ${expected}`],
  ERR_METHOD_NOT_IMPLEMENTED: [Error, (name) => `The ${name} method is not implemented`],
  ERR_MISSING_ARGS: [TypeError, missingArguments],
  ERR_MULTIPLE_CALLBACK: [Error, () => "Callback called multiple times"],
  ERR_OUT_OF_RANGE: [RangeError, outOfRange],
  ERR_REQUIRE_ASYNC_MODULE: [
    Error,
    (path) =>
      "require() cannot be used on an ESM graph with top-level await. Use import() instead. " +
      "To see where the top-level await comes from, use --experimental-print-required-tla." +
      `\n  Requiring ${path} `,
  ],
  ERR_SERVER_ALREADY_LISTEN: [
    Error,
    () => "Listen method has been called more than once without closing.",
  ],
  ERR_SERVER_NOT_RUNNING: [Error, () => "Server is not running."],
  ERR_SOCKET_BAD_PORT: [
    RangeError,
    (name, port, zero) =>
      `${name} should be ${zero === false ? "> 0" : ">= 0"} and < 65536. Received ${received(port)}.`,
  ],
  ERR_SOCKET_CLOSED: [Error, () => "Socket is closed"],
  ERR_STREAM_ALREADY_FINISHED: [Error, (method) => `Cannot call ${method} after a stream was finished`],
  ERR_STREAM_CANNOT_PIPE: [Error, () => "Cannot pipe, not readable"],
  ERR_STREAM_DESTROYED: [Error, (method) => `Cannot call ${method} after a stream was destroyed`],
  ERR_STREAM_NULL_VALUES: [TypeError, () => "May not write null values to stream"],
  ERR_STREAM_PREMATURE_CLOSE: [Error, () => "Premature close"],
  ERR_STREAM_PUSH_AFTER_EOF: [Error, () => "stream.push() after EOF"],
  ERR_STREAM_UNSHIFT_AFTER_END_EVENT: [Error, () => "stream.unshift() after end event"],
  ERR_STREAM_WRITE_AFTER_END: [Error, () => "write after end"],
  ERR_UNESCAPED_CHARACTERS: [TypeError, (what) => `${what} contains unescaped characters`],
  ERR_UNHANDLED_ERROR: [
    Error,
    (value) => (value === undefined ? "Unhandled error." : `Unhandled error. (${value})`),
  ],
  ERR_UNHANDLED_REJECTION: [
    Error,
    (reason) =>
      "This error originated either by throwing inside of an async function without a catch block, " +
      "or by rejecting a promise which was not handled with .catch(). " +
      `The promise rejected with the reason "${reason}".`,
  ],
  ERR_UNKNOWN_ENCODING: [TypeError, (name) => require("internal/format").format("Unknown encoding: %s", name)],
  ERR_USE_AFTER_CLOSE: [Error, (name) => `${name} was closed`],
  ERR_UNKNOWN_SIGNAL: [TypeError, (name) => `Unknown signal: ${name}`],
};

/**
 * Makes an error of Node's list.
 * @param {string} code such as `ERR_INVALID_ARG_TYPE`
 * @param {...unknown} details what its message needs
 * @returns {Error}
 */
function codedError(code, ...details) {
  const [Base, words] = MESSAGES[code];
  return withCode(Base, code, words(...details));
}

/**
 * An error whose stack begins with `Name [CODE]: message`, as Node's own errors do.
 * @param {ErrorConstructor} Base
 * @param {string} code
 * @param {string} message
 * @returns {Error}
 */
function withCode(Base, code, message) {
  const error = new Base(message);
  const head = `${error.name} [${code}]: ${message}`;
  const plain = `${error.name}: ${message}`;
  if (typeof error.stack === "string" && error.stack.startsWith(plain)) {
    hidden(error, "stack", head + error.stack.slice(plain.length));
  }
  hidden(error, "toString", function toString() {
    return `${this.name} [${code}]: ${this.message}`;
  });
  error.code = code;
  return error;
}

/**
 * An error as a failed system call gives it.
 * @param {string} syscall such as `connect`
 * @param {string} code such as `ECONNREFUSED`
 * @param {object} details more properties, in the order in which Node shows them
 * @param {string} [message]
 * @returns {Error}
 */
function systemError(syscall, code, details, message = `${syscall} ${code}`) {
  const error = new Error(message);
  error.errno = -(ERRNO[code] ?? 1);
  error.code = code;
  error.syscall = syscall;
  return Object.assign(error, details);
}

const ERRNO = {
  EPERM: 1,
  ENOENT: 2,
  EIO: 5,
  EACCES: 13,
  EBUSY: 16,
  EEXIST: 17,
  ENOTDIR: 20,
  EISDIR: 21,
  EINVAL: 22,
  EMFILE: 24,
  EFBIG: 27,
  ENOSPC: 28,
  EROFS: 30,
  EPIPE: 32,
  ENAMETOOLONG: 36,
  ENOTEMPTY: 39,
  ELOOP: 40,
  EADDRINUSE: 98,
  ECONNRESET: 104,
  ECONNREFUSED: 111,
};

/** The error that an aborted operation ends with. */
class AbortError extends Error {
  constructor(message = "The operation was aborted", options = undefined) {
    super(message, options);
    this.code = "ABORT_ERR";
    this.name = "AbortError";
  }
}

/**
 * How a message says what came instead.
 * @param {unknown} value
 * @returns {string} such as `undefined`, `an instance of Map`, `type number (5)`
 */
function received(value) {
  if (value === null || value === undefined) return `${value}`;
  if (typeof value === "function") return `function ${value.name}`;
  if (typeof value === "object") {
    if (value.constructor?.name) return `an instance of ${value.constructor.name}`;
    return inspect(value, { depth: -1 });
  }
  let shown = inspect(value, { colors: false });
  if (shown.length > 28) shown = `${shown.slice(0, 25)}...`;
  return `type ${typeof value} (${shown})`;
}

function wrongType(name, expected, value) {
  const what = name.endsWith(" argument")
    ? `The ${name}`
    : `The "${name}" ${name.includes(".") ? "property" : "argument"}`;
  const types = [];
  const classes = [];
  const others = [];
  for (const one of Array.isArray(expected) ? expected : [expected]) {
    if (PRIMITIVES.has(one)) types.push(PRIMITIVES.get(one));
    else if (/^[A-Z][a-zA-Z0-9]*$/.test(one)) classes.push(one);
    else others.push(one);
  }
  // An instance is what an object is, where classes are named beside it.
  if (classes.length > 0 && types.includes("object")) {
    types.splice(types.indexOf("object"), 1);
    classes.push("Object");
  }
  const parts = [];
  if (types.length > 0) {
    parts.push(types.length > 1 ? `one of type ${either(types)}` : `of type ${types[0]}`);
  }
  if (classes.length > 0) parts.push(`an instance of ${either(classes)}`);
  if (others.length > 1) parts.push(`one of ${either(others)}`);
  else if (others.length === 1) parts.push(/[A-Z]/.test(others[0]) ? `an ${others[0]}` : others[0]);
  return `${what} must be ${parts.join(" or ")}. Received ${received(value).replace(/^undefined$/, "undefined")}`;
}

function either(names) {
  if (names.length < 3) return names.join(" or ");
  return `${names.slice(0, -1).join(", ")}, or ${names.at(-1)}`;
}

function wrongValue(name, value, reason = "is invalid") {
  let shown = inspect(value);
  if (shown.length > 128) shown = `${shown.slice(0, 128)}...`;
  return `The ${name.includes(".") ? "property" : "argument"} '${name}' ${reason}. Received ${shown}`;
}

function missingArguments(...names) {
  const quoted = names.map((name) =>
    Array.isArray(name) ? name.map((one) => `"${one}"`).join(" or ") : `"${name}"`,
  );
  const last = quoted.length > 1 ? " arguments" : " argument";
  const list =
    quoted.length < 3
      ? quoted.join(" and ")
      : `${quoted.slice(0, -1).join(", ")}, and ${quoted.at(-1)}`;
  return `The ${list}${last} must be specified`;
}

function outOfRange(name, range, value, wholeMessage = false) {
  let shown;
  if (Number.isInteger(value) && Math.abs(value) > 2 ** 32) shown = grouped(String(value));
  else if (typeof value === "bigint") {
    shown = value > 2n ** 32n || value < -(2n ** 32n) ? grouped(String(value)) : String(value);
    shown += "n";
  } else shown = inspect(value);
  const what = wholeMessage ? name : `The value of "${name}" is out of range.`;
  return `${what} It must be ${range}. Received ${shown}`;
}

/** Digits in groups of three with underscores. */
function grouped(digits) {
  return digits.replace(/\B(?=(\d{3})+$)/g, "_");
}

const { defineProperty } = Object;
const HIDDEN = { value: undefined, writable: true, configurable: true, enumerable: false };

/** Gives an object a property that nobody sees who lists its own. */
function hidden(object, key, value) {
  // One descriptor for all: a request makes a dozen such properties.
  HIDDEN.value = value;
  defineProperty(object, key, HIDDEN);
  HIDDEN.value = undefined;
}

/** Functions of a module, by their names, that load it when one of them is called. */
function lazily(module, ...names) {
  return Object.fromEntries(names.map((name) => [name, (...values) => require(module)[name](...values)]));
}

module.exports = { codedError, withCode, systemError, AbortError, received, hidden, lazily };

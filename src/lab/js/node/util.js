"use strict";

// Odds and ends (nodejs.org/api/util.html).

const { inspect } = require("internal/inspect");
const { format, formatWithOptions } = require("internal/format");
const { types } = require("internal/kinds");
const { codedError } = require("internal/errors");
const { validateFunction, validateString } = require("internal/validate");

const customPromisify = Symbol.for("nodejs.util.promisify.custom");

/**
 * A function that gives a promise, from one that takes a callback `(error, value)` last.
 * @param {Function} original
 * @returns {Function}
 */
function promisify(original) {
  validateFunction(original, "original");
  const own = original[customPromisify];
  if (own) {
    validateFunction(own, "util.promisify.custom");
    return Object.defineProperty(own, customPromisify, { value: own, configurable: true });
  }
  function promised(...values) {
    return new Promise((resolve, reject) => {
      Reflect.apply(original, this, [...values, (error, value) => (error ? reject(error) : resolve(value))]);
    });
  }
  Object.setPrototypeOf(promised, Object.getPrototypeOf(original));
  Object.defineProperty(promised, customPromisify, { value: promised, configurable: true });
  return Object.defineProperties(promised, Object.getOwnPropertyDescriptors(original));
}
promisify.custom = customPromisify;

/**
 * A function that takes a callback last, from one that gives a promise.
 * @param {Function} original
 * @returns {Function}
 */
function callbackify(original) {
  validateFunction(original, "original");
  function called(...values) {
    const callback = values.pop();
    validateFunction(callback, "last argument");
    Reflect.apply(original, this, values).then(
      (value) => process.nextTick(callback, null, value),
      (reason) => process.nextTick(callback, reason || falsyRejection(reason)),
    );
  }
  Object.defineProperty(called, "name", { value: `${original.name}Callbackified` });
  return called;
}

function falsyRejection(reason) {
  const error = new Error("Promise was rejected with falsy value");
  error.code = "ERR_FALSY_VALUE_REJECTION";
  error.reason = reason;
  return error;
}

/**
 * Lets instances of `constructor` have the methods of `above`.
 * @param {Function} constructor
 * @param {Function} above
 */
function inherits(constructor, above) {
  validateFunction(constructor, "ctor");
  if (above === undefined || above === null) {
    throw codedError("ERR_INVALID_ARG_TYPE", "superCtor", "Function", above);
  }
  if (above.prototype === undefined) {
    throw codedError("ERR_INVALID_ARG_TYPE", "superCtor.prototype", "Object", above.prototype);
  }
  Object.defineProperty(constructor, "super_", { value: above, writable: true, configurable: true });
  Object.setPrototypeOf(constructor.prototype, above.prototype);
}

const warned = new Set();

/**
 * `original`, which warns once when it is called.
 * @param {Function} original
 * @param {string} message
 * @param {string} [code]
 * @returns {Function}
 */
function deprecate(original, message, code = undefined) {
  let told = false;
  function deprecated(...values) {
    if (!told) {
      told = true;
      if (code === undefined || !warned.has(code)) process.emitWarning(message, "DeprecationWarning", code);
      if (code !== undefined) warned.add(code);
    }
    return new.target ? Reflect.construct(original, values, new.target) : Reflect.apply(original, this, values);
  }
  Object.setPrototypeOf(deprecated, original);
  if (original.prototype) deprecated.prototype = original.prototype;
  return deprecated;
}

/** @param {string} text @returns {string} without the codes of colours and cursors */
function stripVTControlCharacters(text) {
  validateString(text, "str");
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u001b\u009b][[()#;?]*(?:\d{1,4}(?:;\d{0,4})*)?[\dA-PR-TZcf-nq-uy=><~]/g, "");
}

/**
 * @param {string | string[]} style
 * @param {string} text
 * @param {{validateStream?: boolean, stream?: object}} [options] where it is to be written: what
 *   is no terminal gets no colours
 * @returns {string}
 */
function styleText(style, text, { validateStream = true, stream = process.stdout } = {}) {
  validateString(text, "text");
  let [before, after] = ["", ""];
  for (const name of Array.isArray(style) ? style : [style]) {
    const color = inspect.colors[name];
    if (color === undefined) throw codedError("ERR_INVALID_ARG_VALUE", "format", name, "is not a style");
    before += `\x1b[${color[0]}m`;
    after = `\x1b[${color[1]}m${after}`;
  }
  return validateStream && !stream.isTTY ? text : before + text + after;
}

/**
 * Writes to standard error when NODE_DEBUG names this part of a program.
 * @param {string} section
 * @returns {Function}
 */
function debuglog(section) {
  const name = section.toUpperCase();
  const enabled = (process.env.NODE_DEBUG ?? "").toUpperCase().split(",").includes(name);
  const log = (...values) => {
    if (enabled) process.stderr.write(`${name} ${process.pid}: ${format(...values)}\n`);
  };
  return Object.assign(log, { enabled });
}

module.exports = {
  inspect,
  format,
  formatWithOptions,
  promisify,
  callbackify,
  inherits,
  deprecate,
  types,
  stripVTControlCharacters,
  styleText,
  debuglog,
  debug: debuglog,
  parseArgs: (config) => require("internal/parse_args").parseArgs(config),
  isDeepStrictEqual: (a, b) => require("internal/equality").isDeepEqual(a, b, true),
  isArray: Array.isArray,
  toUSVString: (text) => `${text}`.toWellFormed(),
  aborted: async (signal) => {
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  },
};
for (const name of ["TextEncoder", "TextDecoder"]) {
  Object.defineProperty(module.exports, name, {
    enumerable: true,
    get: () => require("internal/text_codec")[name],
  });
}

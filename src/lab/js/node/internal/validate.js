"use strict";

// Arguments are checked where they come in, with Node's words for what is wrong.

const { codedError } = require("internal/errors");

/** @param {unknown} value @param {string} name */
function validateString(value, name) {
  if (typeof value !== "string") throw codedError("ERR_INVALID_ARG_TYPE", name, "string", value);
}

/** @param {unknown} value @param {string} name */
function validateFunction(value, name) {
  if (typeof value !== "function") throw codedError("ERR_INVALID_ARG_TYPE", name, "Function", value);
}

/** @param {unknown} value @param {string} name */
function validateBoolean(value, name) {
  if (typeof value !== "boolean") throw codedError("ERR_INVALID_ARG_TYPE", name, "boolean", value);
}

/** @param {unknown} value @param {string} name */
function validateObject(value, name) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    throw codedError("ERR_INVALID_ARG_TYPE", name, "Object", value);
  }
}

/** @param {unknown} value @param {string} name */
function validateArray(value, name) {
  if (!Array.isArray(value)) throw codedError("ERR_INVALID_ARG_TYPE", name, "Array", value);
}

/**
 * @param {unknown} value
 * @param {string} name
 * @param {number} [min]
 * @param {number} [max]
 */
function validateNumber(value, name, min = undefined, max = undefined) {
  if (typeof value !== "number") throw codedError("ERR_INVALID_ARG_TYPE", name, "number", value);
  const low = min !== undefined && value < min;
  const high = max !== undefined && value > max;
  if (low || high || ((min !== undefined || max !== undefined) && Number.isNaN(value))) {
    const range = [min !== undefined && `>= ${min}`, max !== undefined && `<= ${max}`];
    throw codedError("ERR_OUT_OF_RANGE", name, range.filter(Boolean).join(" && "), value);
  }
}

/**
 * @param {unknown} value
 * @param {string} name
 * @param {number} [min]
 * @param {number} [max]
 */
function validateInteger(value, name, min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER) {
  if (typeof value !== "number") throw codedError("ERR_INVALID_ARG_TYPE", name, "number", value);
  if (!Number.isInteger(value)) throw codedError("ERR_OUT_OF_RANGE", name, "an integer", value);
  if (value < min || value > max) {
    throw codedError("ERR_OUT_OF_RANGE", name, `>= ${min} && <= ${max}`, value);
  }
}

/**
 * @param {unknown} value
 * @param {string} name
 * @param {unknown[]} choices
 */
function validateOneOf(value, name, choices) {
  if (choices.includes(value)) return;
  const shown = choices.map((one) => (typeof one === "string" ? `'${one}'` : String(one)));
  throw codedError("ERR_INVALID_ARG_VALUE", name, value, `must be one of: ${shown.join(", ")}`);
}

/** @param {unknown} signal @param {string} name */
function validateAbortSignal(signal, name) {
  if (signal !== undefined && (signal === null || typeof signal !== "object" || !("aborted" in signal))) {
    throw codedError("ERR_INVALID_ARG_TYPE", name, "AbortSignal", signal);
  }
}

/**
 * A port as a number, from a number or digits.
 * @param {unknown} port
 * @param {string} [name]
 * @returns {number}
 */
function validatePort(port, name = "Port") {
  const text = typeof port === "string" && port.trim() !== "";
  if ((typeof port !== "number" && !text) || +port !== +port >>> 0 || +port > 0xffff) {
    throw codedError("ERR_SOCKET_BAD_PORT", name, port);
  }
  return +port;
}

module.exports = {
  validateString,
  validateFunction,
  validateBoolean,
  validateObject,
  validateArray,
  validateNumber,
  validateInteger,
  validateOneOf,
  validateAbortSignal,
  validatePort,
};

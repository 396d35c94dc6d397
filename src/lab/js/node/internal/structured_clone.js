"use strict";

// `structuredClone` (html.spec.whatwg.org, section 2.7).

const { kindOf, types } = require("internal/kinds");

/**
 * @param {unknown} value
 * @param {{transfer?: ArrayBuffer[]}} [options] buffers that are moved, not copied
 * @returns {unknown} a deep copy
 */
function structuredClone(value, options = undefined) {
  if (arguments.length === 0) {
    throw require("internal/errors").codedError("ERR_MISSING_ARGS", "The value argument must be specified");
  }
  const known = new Map();
  for (const buffer of options?.transfer ?? []) known.set(buffer, buffer.transfer());
  return clone(value, known);
}

function clone(value, known) {
  if (typeof value === "function" || typeof value === "symbol") throw refused(String(value));
  if (value === null || typeof value !== "object") return value;
  if (known.has(value)) return known.get(value);
  const keep = (copy) => {
    known.set(value, copy);
    return copy;
  };
  if (Array.isArray(value)) return filled(value, keep(new Array(value.length)), known);
  if (types.isTypedArray(value)) {
    const buffer = clone(value.buffer, known);
    const Class = globalThis[require("internal/kinds").typedArrayName(value)];
    return keep(new Class(buffer, value.byteOffset, value.length));
  }
  switch (kindOf(value)) {
    case "Date":
      return keep(new Date(value.getTime()));
    case "RegExp":
      return keep(new RegExp(value.source, value.flags));
    case "ArrayBuffer":
      return keep(value.slice(0));
    case "Map": {
      const copy = keep(new Map());
      for (const [key, item] of value) copy.set(clone(key, known), clone(item, known));
      return copy;
    }
    case "Set": {
      const copy = keep(new Set());
      for (const item of value) copy.add(clone(item, known));
      return copy;
    }
    case "Error":
      return keep(cloneError(value, known));
    case "Number":
    case "String":
    case "Boolean":
    case "BigInt":
      return keep(Object(value.valueOf()));
    case undefined:
      return filled(value, keep({}), known);
    default:
      throw refused(`#<${kindOf(value)}>`);
  }
}

function filled(value, copy, known) {
  for (const key of Object.keys(value)) copy[key] = clone(value[key], known);
  return copy;
}

function cloneError(error, known) {
  const names = ["EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError"];
  const Class = names.includes(error.name) ? globalThis[error.name] : Error;
  const copy = new Class(error.message);
  Object.defineProperty(copy, "stack", { value: error.stack, writable: true, configurable: true });
  if ("cause" in error) Object.defineProperty(copy, "cause", { value: clone(error.cause, known), writable: true, configurable: true });
  return copy;
}

function refused(what) {
  return new DOMException(`${what} could not be cloned.`, "DataCloneError");
}

module.exports = { structuredClone };

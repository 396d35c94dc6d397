"use strict";

// Errors of node:sqlite. Node makes them without the code in the first line of their stack.

/**
 * @param {ErrorConstructor} Base
 * @param {string} code
 * @param {string} message
 * @returns {Error}
 */
function wrong(Base, code, message) {
  const error = new Base(message);
  error.code = code;
  return error;
}

/** @param {string} name @param {string} kind such as `a string` @returns {TypeError} */
function wrongType(name, kind) {
  return wrong(TypeError, "ERR_INVALID_ARG_TYPE", `The "${name}" argument must be ${kind}.`);
}

/** @param {string} message @returns {Error} */
function wrongState(message) {
  return wrong(Error, "ERR_INVALID_STATE", message);
}

/** @returns {Error} of a class that only the module itself makes objects of */
function illegal() {
  return wrong(Error, "ERR_ILLEGAL_CONSTRUCTOR", "Illegal constructor");
}

/**
 * What a `WeakMap` knows of an object that a method was called on.
 * @template T
 * @param {WeakMap<object, T>} known
 * @param {unknown} self
 * @returns {T}
 */
function knownOf(known, self) {
  const state = known.get(self);
  if (state === undefined) throw new TypeError("Illegal invocation");
  return state;
}

/** @param {unknown} value @param {string} name */
function checkBoolean(value, name) {
  if (typeof value !== "boolean") throw wrongType(name, "a boolean");
}

/** @param {unknown} value @param {string} name */
function checkObject(value, name) {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) {
    throw wrongType(name, "an object");
  }
}

/**
 * The options that are given, each checked to be a boolean.
 * @param {object} options
 * @param {string[]} names
 * @param {Record<string, boolean>} into what holds where they are not given
 */
function readFlags(options, names, into) {
  for (const name of names) {
    const value = options[name];
    if (value === undefined) continue;
    checkBoolean(value, `options.${name}`);
    into[name] = value;
  }
}

/** Methods that can be listed, as those of Node's native classes can. */
function listMethods(Class) {
  for (const key of Reflect.ownKeys(Class.prototype)) {
    if (key !== "constructor") Object.defineProperty(Class.prototype, key, { enumerable: true });
  }
}

/**
 * Gives an object properties that are read by functions, as Node's native classes do.
 * @param {object} object
 * @param {Record<string, () => unknown>} getters
 */
function readBy(object, getters) {
  for (const [name, get] of Object.entries(getters)) {
    Object.defineProperty(object, name, { get, enumerable: true, configurable: true });
  }
}

module.exports = {
  wrong, wrongType, wrongState, illegal, knownOf, checkBoolean, checkObject, readFlags, listMethods, readBy,
};

"use strict";

// What a core module has in Node and not in the lab is refused by its name when it is called.

/**
 * @param {string} module such as `async_hooks`
 * @param {string} name of what the module has in Node
 * @returns {Function} which throws
 */
function refused(module, name) {
  const refuse = function () {
    const error = new Error(`${name} of node:${module} is not in the lab`);
    error.code = "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM";
    Error.captureStackTrace(error, refuse);
    throw error;
  };
  Object.defineProperty(refuse, "name", { value: name });
  return refuse;
}

/**
 * @param {string} module such as `sqlite`
 * @param {string} what is asked for
 * @returns {Error}
 */
function refusedValue(module, what) {
  const error = new Error(`${what} of node:${module} is not in the lab`);
  error.code = "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM";
  return error;
}

/**
 * @param {string} module
 * @param {string[]} names
 * @returns {Record<string, Function>}
 */
function allRefused(module, names) {
  return Object.fromEntries(names.map((name) => [name, refused(module, name)]));
}

module.exports = { refused, refusedValue, allRefused };

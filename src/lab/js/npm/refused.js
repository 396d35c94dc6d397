"use strict";

// What a package has and the lab's own of that name has not is refused by its name when it is asked for.

/**
 * @param {string} pack such as `mongodb`
 * @param {string} what is asked for
 * @param {string} [hint] what to do instead
 * @returns {Error}
 */
function refusal(pack, what, hint = undefined) {
  const error = new Error(`${what} of the package ${pack} is not in the lab${hint === undefined ? "" : `: ${hint}`}`);
  error.code = "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM";
  return error;
}

/**
 * @param {string} pack
 * @param {string} name of a function
 * @param {string} [hint]
 * @returns {Function} which throws
 */
function refused(pack, name, hint = undefined) {
  const refuse = function () {
    const error = refusal(pack, name, hint);
    Error.captureStackTrace(error, refuse);
    throw error;
  };
  Object.defineProperty(refuse, "name", { value: name.split(".").at(-1) });
  return refuse;
}

module.exports = { refusal, refused };

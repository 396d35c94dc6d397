"use strict";

// The request that the program works on: known while its listeners run, for the recording.

let request;

/** @returns {number | undefined} the number of the request */
function current() {
  return request;
}

/**
 * Runs `callback` as a part of the work on a request.
 * @param {number | undefined} number
 * @param {Function} callback
 * @param {...unknown} values
 * @returns {unknown} what `callback` returns
 */
function during(number, callback, ...values) {
  const before = request;
  request = number;
  try {
    return callback(...values);
  } finally {
    request = before;
  }
}

module.exports = { current, during };

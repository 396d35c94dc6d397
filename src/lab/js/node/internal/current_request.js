"use strict";

// The request that the program works on, for the recording: a part of the context of
// asynchronous code, so that it is known after an `await` too.

const { slot, Frame } = require("internal/context");

/** @returns {number | undefined} the number of the request */
function current() {
  return slot.frame?.request;
}

/**
 * The context of the work on a request.
 * @param {number} number
 * @param {Frame | undefined} around the server's own context
 * @returns {Frame}
 */
function frameOf(number, around) {
  return new Frame(number, around?.stores);
}

module.exports = { current, frameOf };

"use strict";

// The middleware express.raw.

const { reader } = require("npm/express/bodies/reader");

/**
 * @param {object} [options]
 * @returns {Function} a middleware
 */
function raw(options = undefined) {
  const read = reader(options || {}, { type: "application/octet-stream", parse: (bytes) => bytes });
  return function rawParser(request, response, next) {
    read(request, response, next);
  };
}

module.exports = raw;

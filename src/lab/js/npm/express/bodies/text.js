"use strict";

// The middleware express.text.

const { reader, isKnownCharset } = require("npm/express/bodies/reader");

/**
 * @param {object} [options]
 * @returns {Function} a middleware
 */
function text(options = undefined) {
  const settings = options || {};
  const read = reader(settings, {
    type: "text/plain",
    charset: settings.defaultCharset || "utf-8",
    takes: isKnownCharset,
    parse: (body) => body,
  });
  return function textParser(request, response, next) {
    read(request, response, next);
  };
}

module.exports = text;

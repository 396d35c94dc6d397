"use strict";

// The parsers of bodies, each read when it is first asked for.

module.exports = {
  json: (options) => require("npm/express/bodies/json")(options),
  raw: (options) => require("npm/express/bodies/raw")(options),
  text: (options) => require("npm/express/bodies/text")(options),
  urlencoded: (options) => require("npm/express/bodies/urlencoded")(options),
};

"use strict";

// `require("module")` (nodejs.org/api/module.html).

const { Module, createRequire } = require("internal/modules");
const { PUBLIC, isCore } = require("internal/core");
const { codedError } = require("internal/errors");

/**
 * @param {string | URL} filename absolute, or a `file:` URL
 * @returns {Function} a `require` for that file
 */
Module.createRequire = function (filename) {
  const isUrl = filename instanceof URL || (typeof filename === "string" && filename.startsWith("file:"));
  const path = isUrl ? require("url").fileURLToPath(filename) : filename;
  if (typeof path !== "string" || !path.startsWith("/")) {
    const reason = "must be a file URL object, file URL string, or absolute path string";
    throw codedError("ERR_INVALID_ARG_VALUE", "filename", filename, reason);
  }
  return createRequire(path);
};
Module.builtinModules = [...PUBLIC];
Module.isBuiltin = (name) => isCore(name);

module.exports = Module;

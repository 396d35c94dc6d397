"use strict";

// A view: the file of a template, and the engine that its extension asks for.

const fs = require("fs");
const path = require("path");

/**
 * @param {string} name with or without an extension
 * @param {{defaultEngine?: string, engines: Record<string, Function>, root: string | string[]}} options
 */
function View(name, options) {
  this.defaultEngine = options.defaultEngine;
  this.ext = path.extname(name);
  this.name = name;
  this.root = options.root;
  if (!this.ext && !this.defaultEngine) {
    throw new Error("No default engine was specified and no extension was provided.");
  }
  let file = name;
  if (!this.ext) {
    this.ext = this.defaultEngine[0] === "." ? this.defaultEngine : `.${this.defaultEngine}`;
    file += this.ext;
  }
  options.engines[this.ext] ??= engineOf(this.ext.slice(1));
  this.engine = options.engines[this.ext];
  this.path = this.lookup(file);
}

/** A package of the engine's name may say how Express renders with it. */
function engineOf(name) {
  const { __express: engine } = require("module").createRequire(`${process.cwd()}/`)(name);
  if (typeof engine !== "function") throw new Error(`Module "${name}" does not provide a view engine.`);
  return engine;
}

View.prototype.lookup = function lookup(name) {
  for (const root of [this.root].flat()) {
    const file = path.resolve(root, name);
    const found = this.resolve(path.dirname(file), path.basename(file));
    if (found !== undefined) return found;
  }
  return undefined;
};

View.prototype.resolve = function resolve(folder, file) {
  const plain = path.join(folder, file);
  if (isFile(plain)) return plain;
  const index = path.join(folder, path.basename(file, this.ext), `index${this.ext}`);
  return isFile(index) ? index : undefined;
};

function isFile(file) {
  try {
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/** An engine that calls back at once is held until the next tick. */
View.prototype.render = function render(options, callback) {
  let isNow = true;
  this.engine(this.path, options, function (...given) {
    if (!isNow) return callback.apply(this, given);
    return process.nextTick(() => callback.apply(this, given));
  });
  isNow = false;
};

module.exports = { View };

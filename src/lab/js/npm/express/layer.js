"use strict";

// One step of a router or of a route: a path, and the function that it leads to.

const { compile } = require("npm/express/path");

class Layer {
  /**
   * @param {string | RegExp | Array<string | RegExp> | undefined} path undefined in a route, whose layers all match
   * @param {{sensitive?: boolean, strict?: boolean, end: boolean}} options
   * @param {Function} handle
   */
  constructor(path, options, handle) {
    this.handle = handle;
    this.name = handle.name || "<anonymous>";
    this.method = undefined;
    this.route = undefined;
    if (path !== undefined) {
      const { match } = compile(path, { sensitive: Boolean(options.sensitive), strict: Boolean(options.strict), end: options.end });
      this.match = match;
    }
  }

  /** Calls a handler of requests; one that takes errors is passed by. */
  handleRequest(req, res, next) {
    const { handle } = this;
    if (handle.length > 3) {
      next();
      return;
    }
    try {
      const result = handle(req, res, next);
      if (result && typeof result.then === "function") result.then(null, (reason) => next(reason || new Error("Rejected promise")));
    } catch (error) {
      next(error);
    }
  }

  /** Calls a handler of errors; one that takes requests is passed by. */
  handleError(error, req, res, next) {
    const { handle } = this;
    if (handle.length !== 4) {
      next(error);
      return;
    }
    try {
      const result = handle(error, req, res, next);
      if (result && typeof result.then === "function") result.then(null, (reason) => next(reason || new Error("Rejected promise")));
    } catch (failure) {
      next(failure);
    }
  }
}

module.exports = { Layer };

"use strict";

// One step of a router or of a route: a path, and the function that it leads to.

const { compile } = require("npm/express/path");

/** What the recording calls a layer. */
const MIDDLEWARE = 0;
const HANDLER = 1;
const ERROR_HANDLER = 2;

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
    /** In the recording: routers and routes only lead on, and say nothing of themselves. */
    this.kind = undefined;
    this.usesNext = undefined;
    if (path !== undefined) {
      const { match } = compile(path, { sensitive: Boolean(options.sensitive), strict: Boolean(options.strict), end: options.end });
      this.match = match;
    }
  }

  /** Whether the handler is one of errors where there is one, and of requests where there is none. */
  takes(error) {
    return error ? this.handle.length === 4 : this.handle.length <= 3;
  }

  /** Whether the handler uses its `next`: it is there for requests that go on, and not to answer what is left. */
  handsOn() {
    this.usesNext ??= usesNext(this.handle);
    return this.usesNext;
  }

  /** Calls a handler of requests; one that takes errors is passed by. */
  handleRequest(req, res, next) {
    const { handle } = this;
    if (!this.takes(undefined)) {
      next();
      return;
    }
    if (this.kind !== undefined) host.traceEntered(req.known?.number, this.kind, handle);
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
    if (!this.takes(error)) {
      next(error);
      return;
    }
    if (this.kind !== undefined) host.traceEntered(req.known?.number, ERROR_HANDLER, handle);
    try {
      const result = handle(error, req, res, next);
      if (result && typeof result.then === "function") result.then(null, (reason) => next(reason || new Error("Rejected promise")));
    } catch (failure) {
      next(failure);
    }
  }
}

const sourceOf = Function.prototype.toString;
const THIRD_PARAMETER = /^[^(]*\([^,()]+,[^,()]+,\s*([\w$]+)/;

/** By its text, for a function that never ran tells nothing else. */
function usesNext(handle) {
  if (handle.length < 3) return false;
  const source = sourceOf.call(handle);
  const name = THIRD_PARAMETER.exec(source)?.[1] ?? "next";
  const words = source.match(/[\w$]+/g) ?? [];
  return words.filter((word) => word === name).length > 1;
}

module.exports = { Layer, MIDDLEWARE, HANDLER };

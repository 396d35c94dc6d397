"use strict";

// A route: one path, and handlers for some of its methods (expressjs.com/en/5x/api.html#router.route).

const { METHODS } = require("http");
const { Layer, MIDDLEWARE, HANDLER } = require("npm/express/layer");

/** So many handlers that end at once are gone through before others have their turn. */
const HANDLERS_AT_ONCE_MAX = 100;

/** @param {string | RegExp | Array<string | RegExp>} path */
function Route(path) {
  this.path = path;
  this.stack = [];
  this.methods = Object.create(null);
}

Route.prototype._handlesMethod = function (method) {
  if (this.methods._all) return true;
  const name = method.toLowerCase();
  return Boolean(this.methods[name === "head" && !this.methods.head ? "get" : name]);
};

/** The first layer for a method; undefined where there is none. */
Route.prototype._firstOf = function (method) {
  if (!this._handlesMethod(method)) return undefined;
  let name = method.toLowerCase();
  if (name === "head" && !this.methods.head) name = "get";
  return this.stack.find((layer) => layer.method === undefined || layer.method === name);
};

Route.prototype._methods = function () {
  const names = Object.keys(this.methods);
  if (this.methods.get && !this.methods.head) names.push("head");
  return names.map((name) => name.toUpperCase());
};

Route.prototype.dispatch = function dispatch(req, res, done) {
  const { stack } = this;
  if (stack.length === 0) {
    done();
    return;
  }
  let method = req.method.toLowerCase();
  if (method === "head" && !this.methods.head) method = "get";
  req.route = this;
  let index = 0;
  let ended = 0;
  let isInside = false;
  const next = (error) => {
    if (isInside) host.traceLeft(req.known?.number, Boolean(error) && error !== "route" && error !== "router");
    isInside = false;
    if (error === "route") {
      done();
      return;
    }
    if (error === "router") {
      done(error);
      return;
    }
    ended += 1;
    if (ended > HANDLERS_AT_ONCE_MAX) {
      ended = 0;
      setImmediate(next, error);
      return;
    }
    let layer;
    do {
      layer = stack[index];
      index += 1;
    } while (layer !== undefined && layer.method !== undefined && layer.method !== method);
    isInside = layer !== undefined && layer.takes(error);
    if (layer === undefined) done(error);
    else if (error) layer.handleError(error, req, res, next);
    else layer.handleRequest(req, res, next);
  };
  next();
};

function add(route, method, given) {
  const handlers = given.flat(Infinity);
  if (handlers.length === 0) throw new TypeError("argument handler is required");
  for (const [index, handler] of handlers.entries()) {
    if (typeof handler !== "function") throw new TypeError("argument handler must be a function");
    const layer = new Layer(undefined, undefined, handler);
    layer.method = method;
    layer.kind = index < handlers.length - 1 ? MIDDLEWARE : HANDLER;
    route.methods[method ?? "_all"] = true;
    route.stack.push(layer);
  }
  return route;
}

Route.prototype.all = function all(...handlers) {
  return add(this, undefined, handlers);
};

for (const name of METHODS) {
  const method = name.toLowerCase();
  Route.prototype[method] = function (...handlers) {
    return add(this, method, handlers);
  };
}

module.exports = { Route };

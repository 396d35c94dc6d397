"use strict";

// The router: layers in order, each a path with a handler or with a route (expressjs.com/en/5x/api.html#router).

const { METHODS } = require("http");
const { Layer, MIDDLEWARE } = require("npm/express/layer");
const { Route } = require("npm/express/route");
const { pathname } = require("npm/express/request_url");

/** So many layers that end at once are gone through before others have their turn. */
const LAYERS_AT_ONCE_MAX = 100;
/** So many functions that an answered request did not reach are looked at; the recording tells the program's own. */
const UNREACHED_MAX = 32;

/**
 * @param {{caseSensitive?: boolean, mergeParams?: boolean, strict?: boolean}} [options]
 * @returns {Function} which handles a request itself
 */
function Router(options) {
  if (!(this instanceof Router)) return new Router(options);
  const settings = options || {};
  function router(req, res, next) {
    router.handle(req, res, next);
  }
  Object.setPrototypeOf(router, this);
  router.caseSensitive = settings.caseSensitive;
  router.mergeParams = settings.mergeParams;
  router.params = {};
  router.strict = settings.strict;
  router.stack = [];
  return router;
}
Router.prototype = function () {};
Router.Route = Route;

Router.prototype.param = function param(name, fn) {
  if (!name) throw new TypeError("argument name is required");
  if (typeof name !== "string") throw new TypeError("argument name must be a string");
  if (!fn) throw new TypeError("argument fn is required");
  if (typeof fn !== "function") throw new TypeError("argument fn must be a function");
  this.params[name] ??= [];
  this.params[name].push(fn);
  return this;
};

Router.prototype.use = function use(...given) {
  const isPath = startsWithPath(given[0]);
  const path = isPath ? given.shift() : "/";
  const handlers = given.flat(Infinity);
  if (handlers.length === 0) throw new TypeError("argument handler is required");
  for (const handler of handlers) {
    if (typeof handler !== "function") throw new TypeError("argument handler must be a function");
    const layer = new Layer(path, { sensitive: this.caseSensitive, strict: false, end: false }, handler);
    if (typeof handler.handle !== "function") layer.kind = MIDDLEWARE;
    this.stack.push(layer);
  }
  return this;
};

/** The first argument is a path unless a function stands first, however deep in arrays. */
function startsWithPath(first) {
  let inner = first;
  while (Array.isArray(inner) && inner.length > 0) inner = inner[0];
  return typeof inner !== "function";
}

Router.prototype.route = function route(path) {
  const made = new Route(path);
  const layer = new Layer(path, { sensitive: this.caseSensitive, strict: this.strict, end: true }, handle);
  function handle(req, res, next) {
    made.dispatch(req, res, next);
  }
  layer.route = made;
  this.stack.push(layer);
  return made;
};

for (const method of [...METHODS.map((name) => name.toLowerCase()), "all"]) {
  Router.prototype[method] = function (path, ...handlers) {
    this.route(path)[method](...handlers);
    return this;
  };
}

Router.prototype.handle = function handle(req, res, callback) {
  if (!callback) throw new TypeError("argument callback is required");
  new Walk(this, req, res, callback).start();
};

/** The way of one request through the layers of one router. */
class Walk {
  constructor(router, req, res, callback) {
    this.router = router;
    this.req = req;
    this.res = res;
    this.callback = callback;
    this.index = 0;
    this.ended = 0;
    this.removed = "";
    this.slashAdded = false;
    /** A layer that the recording knows has the request. */
    this.isInside = false;
    this.options = req.method === "OPTIONS" ? [] : undefined;
    this.called = undefined;
    this.parentParams = req.params;
    this.parentUrl = req.baseUrl || "";
    this.parentNext = req.next;
    this.parentBase = req.baseUrl;
    this.next = (error) => this.step(error);
    /** What the layers match, as this router sees it, and whether they are asked with an error. */
    this.path = undefined;
    this.isFailing = false;
    /** `next` was called when the answer had begun, so that what follows has its turn all the same. */
    this.wentOn = false;
    /** The walk through the router that this one stands in. */
    this.outer = undefined;
  }

  start() {
    const { req } = this;
    if (req.known !== undefined) {
      this.outer = req.known.walk;
      req.known.walk = this;
    }
    req.next = this.next;
    req.baseUrl = this.parentUrl;
    req.originalUrl = req.originalUrl || req.url;
    this.step();
  }

  step(given) {
    const { req, removed } = this;
    if (this.res?.headersSent) this.wentOn = true;
    let error = given === "route" ? undefined : given;
    if (this.isInside) {
      host.traceLeft(req.known?.number, Boolean(error) && error !== "router");
      this.isInside = false;
    }
    if (this.slashAdded) {
      req.url = req.url.slice(1);
      this.slashAdded = false;
    }
    if (removed !== "") {
      req.baseUrl = this.parentUrl;
      req.url = hostPart(req.url) + removed + req.url.slice(hostPart(req.url).length);
      this.removed = "";
    }
    if (error === "router") {
      setImmediate(() => this.leave(null));
      return;
    }
    const { stack } = this.router;
    if (this.index >= stack.length) {
      setImmediate(() => this.leave(error));
      return;
    }
    this.ended += 1;
    if (this.ended > LAYERS_AT_ONCE_MAX) {
      this.ended = 0;
      setImmediate(this.next, given);
      return;
    }
    const path = pathname(req);
    if (path === null || path === undefined) {
      this.leave(error);
      return;
    }
    this.path = path;
    this.isFailing = Boolean(error);
    let layer;
    let found;
    while (this.index < stack.length) {
      layer = stack[this.index];
      this.index += 1;
      try {
        found = layer.match(path);
      } catch (failure) {
        error ||= failure;
        continue;
      }
      if (found === undefined) continue;
      const { route } = layer;
      if (route === undefined) break;
      if (error) {
        found = undefined;
        continue;
      }
      const { method } = req;
      if (route._handlesMethod(method)) break;
      if (method === "OPTIONS") this.options.push(...route._methods());
      found = undefined;
    }
    if (found === undefined) {
      this.leave(error);
      return;
    }
    if (layer.route !== undefined) {
      req.route = layer.route;
      host.traceRoute(req.known?.number, `${req.baseUrl}${layer.route.path}`);
    }
    req.params = this.router.mergeParams ? merged(found.params, this.parentParams) : found.params;
    if (this.hasParams(found.params)) this.params(layer, found, error, path);
    else this.enter(layer, found, error, path);
  }

  hasParams(params) {
    for (const name in this.router.params) if (name in params) return true;
    return false;
  }

  /** Calls what `param` gave for the names of this path, each once for a value. */
  params(layer, found, error, path) {
    const { router, req, res } = this;
    this.called ??= Object.create(null);
    const names = Object.keys(found.params).filter((name) => router.params[name] !== undefined);
    const one = (index) => {
      if (index >= names.length) {
        this.enter(layer, found, error, path);
        return;
      }
      const name = names[index];
      const value = req.params[name];
      const known = this.called[name];
      if (value === undefined) {
        one(index + 1);
        return;
      }
      if (known !== undefined && (known.match === value || (known.error && known.error !== "route"))) {
        req.params[name] = known.value;
        if (known.error) this.step(error || known.error);
        else one(index + 1);
        return;
      }
      const call = { error: null, match: value, value };
      this.called[name] = call;
      let turn = 0;
      const next = (failure) => {
        const fn = router.params[name][turn];
        turn += 1;
        call.value = req.params[name];
        if (failure) {
          call.error = failure;
          // A `param` that failed passes its layer by.
          this.step(error || failure);
          return;
        }
        if (fn === undefined) {
          one(index + 1);
          return;
        }
        try {
          const result = fn(req, res, next, value, name);
          if (result && typeof result.then === "function") result.then(null, (reason) => next(reason || new Error("Rejected promise")));
        } catch (thrown) {
          next(thrown);
        }
      };
      next();
    };
    one(0);
  }

  enter(layer, found, error, path) {
    const { req, res } = this;
    if (layer.route === undefined && found.path !== "") {
      if (!this.cut(found.path, path)) {
        this.step(error);
        return;
      }
    }
    this.isInside = layer.kind !== undefined && layer.takes(error);
    if (error) layer.handleError(error, req, res, this.next);
    else layer.handleRequest(req, res, this.next);
  }

  /** Takes the path of a layer off the URL that its handler sees. */
  cut(layerPath, path) {
    if (layerPath !== path.slice(0, layerPath.length)) return false;
    const after = path[layerPath.length];
    if (after !== undefined && after !== "/") return false;
    const { req } = this;
    const host = hostPart(req.url);
    this.removed = layerPath;
    req.url = host + req.url.slice(host.length + layerPath.length);
    if (host === "" && req.url[0] !== "/") {
      req.url = `/${req.url}`;
      this.slashAdded = true;
    }
    const base = layerPath.endsWith("/") ? layerPath.slice(0, -1) : layerPath;
    req.baseUrl = this.parentUrl + base;
    return true;
  }

  /** The request is answered: the recording hears which functions stand behind the one that answered. */
  tellUnreached() {
    const unreached = [];
    for (let walk = this; walk !== undefined; walk = walk.outer) {
      if (walk.wentOn) return;
      walk.addUnreached(unreached);
    }
    if (unreached.length === 0) return;
    const routes = unreached.map(({ route }) => route);
    const functions = unreached.map(({ layer }) => layer.handle);
    const handOn = unreached.map(({ layer }) => layer.handsOn());
    host.traceUnreached(this.req.known.number, routes, functions, handOn);
  }

  addUnreached(unreached) {
    // With an error only handlers of errors are in the way, and the first of them answers.
    if (this.isFailing) return;
    const { method } = this.req;
    const { stack } = this.router;
    for (let index = this.index; index < stack.length && unreached.length < UNREACHED_MAX; index += 1) {
      const { route } = stack[index];
      const layer = route === undefined ? middlewareIn(stack[index]) : route._firstOf(method);
      if (layer === undefined || !matches(stack[index], this.path)) continue;
      unreached.push({ layer, route: route === undefined ? "" : `${method} ${this.parentUrl}${route.path}` });
    }
  }

  /** What the router found, the request had before, and goes on outside. */
  leave(error) {
    const { req, res, options } = this;
    if (req.known !== undefined) req.known.walk = this.outer;
    req.baseUrl = this.parentBase;
    req.next = this.parentNext;
    req.params = this.parentParams;
    if (options === undefined || options.length === 0 || error) {
      this.callback(error);
      return;
    }
    const allowed = [...new Set(options)].sort().join(", ");
    try {
      res.setHeader("Allow", allowed);
      res.setHeader("Content-Length", Buffer.byteLength(allowed));
      res.setHeader("Content-Type", "text/plain");
      res.setHeader("X-Content-Type-Options", "nosniff");
      res.end(allowed);
    } catch (failure) {
      this.callback(failure);
    }
  }
}

/** A layer that takes requests and leads to no router. */
function middlewareIn(layer) {
  return layer.kind !== undefined && layer.takes(undefined) ? layer : undefined;
}

function matches(layer, path) {
  try {
    return layer.match(path) !== undefined;
  } catch {
    return false;
  }
}

/** @returns {string} `http://host` of a URL that is whole */
function hostPart(url) {
  if (url.length === 0 || url[0] === "/") return "";
  const query = url.indexOf("?");
  const end = query === -1 ? url.length : query;
  const scheme = url.slice(0, end).indexOf("://");
  if (scheme === -1) return "";
  const slash = url.indexOf("/", scheme + 3);
  return slash === -1 ? "" : url.slice(0, slash);
}

function merged(params, parent) {
  if (typeof parent !== "object" || parent === null) return params;
  const all = { ...parent };
  if (!("0" in params) || !("0" in parent)) return Object.assign(all, params);
  // Groups without a name count on from those of the parent.
  let own = 0;
  while (own in params) own += 1;
  let before = 0;
  while (before in parent) before += 1;
  for (const name of Object.keys(params)) {
    all[/^\d+$/.test(name) && Number(name) < own ? Number(name) + before : name] = params[name];
  }
  return all;
}

module.exports = { Router };

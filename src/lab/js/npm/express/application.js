"use strict";

// What an application can do (expressjs.com/en/5x/api.html#app).

const http = require("http");
const path = require("path");
const { Router } = require("npm/express/router");
const { finalHandler } = require("npm/express/errors");
const { compileEtag, compileQueryParser } = require("npm/express/settings");
const { compileTrust, trustNone } = require("npm/express/trust");

/** Marks a `trust proxy` that nobody has set: a mounted application then has that of its parent. */
const TRUST_UNSET = "@@symbol:trust_proxy_default";

const app = (module.exports = {});

app.init = function init() {
  let router;
  this.cache = Object.create(null);
  this.engines = Object.create(null);
  this.settings = Object.create(null);
  this.defaultConfiguration();
  Object.defineProperty(this, "router", {
    configurable: true,
    enumerable: true,
    get() {
      router ??= new Router({
        caseSensitive: this.enabled("case sensitive routing"),
        strict: this.enabled("strict routing"),
      });
      return router;
    },
  });
};

app.defaultConfiguration = function defaultConfiguration() {
  const env = process.env.NODE_ENV || "development";
  this.enable("x-powered-by");
  this.set("etag", "weak");
  this.set("env", env);
  this.set("query parser", "simple");
  this.set("subdomain offset", 2);
  this.set("trust proxy", false);
  Object.defineProperty(this.settings, TRUST_UNSET, { configurable: true, value: true });
  this.on("mount", function (parent) {
    if (this.settings[TRUST_UNSET] === true && typeof parent.settings["trust proxy fn"] === "function") {
      delete this.settings["trust proxy"];
      delete this.settings["trust proxy fn"];
    }
    for (const name of ["request", "response", "engines", "settings"]) Object.setPrototypeOf(this[name], parent[name]);
  });
  this.locals = Object.create(null);
  this.mountpath = "/";
  this.locals.settings = this.settings;
  this.set("view", require("npm/express/view").View);
  this.set("views", path.resolve("views"));
  this.set("jsonp callback name", "callback");
  if (env === "production") this.enable("view cache");
};

app.handle = function handle(req, res, callback) {
  const done = callback || finalHandler(req, res, this, logError);
  if (this.settings["x-powered-by"]) res.setHeader("X-Powered-By", "Express");
  req.res = res;
  res.req = req;
  Object.setPrototypeOf(req, this.request);
  Object.setPrototypeOf(res, this.response);
  if (!res.locals) res.locals = Object.create(null);
  this.router.handle(req, res, done);
};

function logError(error, env) {
  if (env !== "test") console.error(error);
}

app.use = function use(...given) {
  const isPath = !startsWithFunction(given[0]);
  const mountpath = isPath ? given[0] : "/";
  const handlers = (isPath ? given.slice(1) : given).flat(Infinity);
  if (handlers.length === 0) throw new TypeError("app.use() requires a middleware function");
  for (const handler of handlers) {
    if (!handler || !handler.handle || !handler.set) this.router.use(mountpath, handler);
    else mount(this, mountpath, handler);
  }
  return this;
};

function startsWithFunction(first) {
  let inner = first;
  while (Array.isArray(inner) && inner.length > 0) inner = inner[0];
  return typeof inner === "function";
}

function mount(parent, mountpath, child) {
  child.mountpath = mountpath;
  child.parent = parent;
  parent.router.use(mountpath, function mounted_app(req, res, next) {
    const outer = req.app;
    child.handle(req, res, (error) => {
      Object.setPrototypeOf(req, outer.request);
      Object.setPrototypeOf(res, outer.response);
      next(error);
    });
  });
  child.emit("mount", parent);
}

app.route = function route(path) {
  return this.router.route(path);
};

app.engine = function engine(extension, fn) {
  if (typeof fn !== "function") throw new Error("callback function required");
  this.engines[extension[0] === "." ? extension : `.${extension}`] = fn;
  return this;
};

app.param = function param(name, fn) {
  if (Array.isArray(name)) {
    for (const one of name) this.param(one, fn);
  } else this.router.param(name, fn);
  return this;
};

app.set = function set(name, value) {
  if (arguments.length === 1) return this.settings[name];
  this.settings[name] = value;
  if (name === "etag") this.set("etag fn", compileEtag(value));
  else if (name === "query parser") this.set("query parser fn", compileQueryParser(value));
  else if (name === "trust proxy") {
    this.set("trust proxy fn", value === false ? trustNone : compileTrust(value));
    Object.defineProperty(this.settings, TRUST_UNSET, { configurable: true, value: false });
  }
  return this;
};

app.path = function path() {
  return this.parent ? this.parent.path() + this.mountpath : "";
};

app.enabled = function enabled(name) {
  return Boolean(this.set(name));
};

app.disabled = function disabled(name) {
  return !this.set(name);
};

app.enable = function enable(name) {
  return this.set(name, true);
};

app.disable = function disable(name) {
  return this.set(name, false);
};

for (const name of http.METHODS) {
  const method = name.toLowerCase();
  app[method] = function (path, ...handlers) {
    // With a name alone, `get` reads a setting.
    if (method === "get" && arguments.length === 1) return this.set(path);
    this.route(path)[method](...handlers);
    return this;
  };
}

app.all = function all(path, ...handlers) {
  this.route(path).all(...handlers);
  return this;
};

app.render = function render(name, given, callback) {
  const done = typeof given === "function" ? given : callback;
  const options = (typeof given === "function" ? undefined : given) || {};
  const all = { ...this.locals, ...options._locals, ...options };
  all.cache ??= this.enabled("view cache");
  let view = all.cache ? this.cache[name] : undefined;
  if (!view) {
    const View = this.get("view");
    const views = this.get("views");
    view = new View(name, { defaultEngine: this.get("view engine"), root: views, engines: this.engines });
    if (!view.path) {
      const error = new Error(`Failed to lookup view "${name}" in views ${named(views, view.root)}`);
      error.view = view;
      done(error);
      return;
    }
    if (all.cache) this.cache[name] = view;
  }
  try {
    view.render(all, done);
  } catch (error) {
    done(error);
  }
};

function named(views, root) {
  if (!Array.isArray(root) || root.length < 2) return `directory "${root}"`;
  return `directories "${root.slice(0, -1).join('", "')}" or "${root.at(-1)}"`;
}

app.listen = function listen(...given) {
  const server = http.createServer(this);
  const last = given.at(-1);
  if (typeof last === "function") {
    let called = false;
    const once = (...values) => {
      if (called) return;
      called = true;
      last.apply(server, values);
    };
    given[given.length - 1] = once;
    server.once("error", once);
  }
  return server.listen(...given);
};

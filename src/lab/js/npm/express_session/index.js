"use strict";

// The package `express-session`: values that belong to one visitor, named by a signed cookie.

const Cookie = require("npm/express_session/cookie");
const Session = require("npm/express_session/session");
const { Store, MemoryStore } = require("npm/express_session/store");
const { pathname } = require("npm/express/request_url");
const { readId } = require("npm/express_session/id_cookie");
const { watch } = require("npm/express_session/answer");
const deprecate = require("npm/deprecated")("express-session");

/** What the real package takes note of when it is first loaded. */
const IN_PRODUCTION = process.env.NODE_ENV === "production";

const MEMORY_WARNING =
  "Warning: connect.session() MemoryStore is not\n" +
  "designed for a production environment, as it will leak\n" +
  "memory, and will not scale past a single process.";

/**
 * @param {object} [options] see github.com/expressjs/session
 * @returns {Function} a middleware
 */
function session(options) {
  const settings = settingsOf(options || {});
  const { store } = settings;
  if (IN_PRODUCTION && store instanceof MemoryStore) console.warn(MEMORY_WARNING);
  store.generate = (request) => {
    request.sessionID = settings.genid(request);
    request.session = new Session(request);
    const cookie = cookieOptions(settings, request);
    request.session.cookie = new Cookie(cookie);
    const isSecure = isSecureRequest(request, settings.proxy);
    if (cookie.secure === "auto") request.session.cookie.secure = isSecure;
    if (cookie.sameSite === "auto") request.session.cookie.sameSite = isSecure ? "none" : "lax";
  };
  settings.canTouch = typeof store.touch === "function";
  let isReady = true;
  store.on("disconnect", () => {
    isReady = false;
  });
  store.on("connect", () => {
    isReady = true;
  });
  return function session(request, response, next) {
    // A second one does nothing, nor does one whose store is away or whose cookie is for elsewhere.
    if (request.session || !isReady || !isPathMeant(settings, request)) {
      next();
      return;
    }
    if (!settings.secrets && !request.secret) {
      next(new Error("secret option required for sessions"));
      return;
    }
    begin(settings, request, response, next);
  };
}

function settingsOf(options) {
  const genid = options.genid || newId;
  if (typeof genid !== "function") throw new TypeError("genid option must be a function");
  if (options.resave === undefined) deprecate("undefined resave option; provide resave option");
  if (options.saveUninitialized === undefined) {
    deprecate("undefined saveUninitialized option; provide saveUninitialized option");
  }
  if (options.unset && options.unset !== "destroy" && options.unset !== "keep") {
    throw new TypeError('unset option must be "destroy" or "keep"');
  }
  const { secret } = options;
  if (Array.isArray(secret) && secret.length === 0) {
    throw new TypeError("secret option array must contain one or more strings");
  }
  if (!secret) deprecate("req.secret; provide secret option");
  return {
    genid,
    name: options.name || options.key || "connect.sid",
    cookie: options.cookie || {},
    store: options.store || new MemoryStore(),
    proxy: options.proxy,
    resaves: options.resave === undefined ? true : options.resave,
    savesNew: options.saveUninitialized === undefined ? true : options.saveUninitialized,
    rolls: Boolean(options.rolling),
    destroysUnset: options.unset === "destroy",
    secrets: secret && !Array.isArray(secret) ? [secret] : secret,
  };
}

/** 24 random bytes, as text that needs no quoting. */
function newId() {
  return require("crypto").randomBytes(24).toString("base64url");
}

function cookieOptions({ cookie }, request) {
  return typeof cookie === "function" ? cookie(request) : cookie;
}

function isPathMeant(settings, request) {
  const path = pathname({ url: request.originalUrl || request.url }) || "/";
  return path.startsWith(cookieOptions(settings, request).path || "/");
}

/** Whether the visitor's connection is secret, by what is known of it and of the proxy before it. */
function isSecureRequest(request, proxy) {
  if (request.connection?.encrypted) return true;
  if (proxy === false) return false;
  if (proxy !== true) return request.secure === true;
  const [first] = (request.headers["x-forwarded-proto"] || "").split(",");
  return first.toLowerCase().trim() === "https";
}

/** Finds the session of the request, or makes one, and goes on. */
function begin(settings, request, response, next) {
  const { store } = settings;
  const secrets = settings.secrets || [request.secret];
  request.sessionStore = store;
  const cookieId = readId(request, settings.name, secrets);
  request.sessionID = cookieId;
  const isSecure = () => isSecureRequest(request, settings.proxy);
  const watched = watch({ settings, request, response, next, secret: secrets[0], cookieId, isSecure });
  if (!request.sessionID) {
    store.generate(request);
    watched.isNew();
    next();
    return;
  }
  store.get(request.sessionID, (error, values) => {
    if (error && error.code !== "ENOENT") {
      next(error);
      return;
    }
    try {
      if (error || !values) {
        store.generate(request);
        watched.isNew();
      } else {
        store.createSession(request, values);
        watched.isStored();
      }
    } catch (failure) {
      next(failure);
      return;
    }
    next();
  });
}

module.exports = session;
module.exports.Store = Store;
module.exports.Cookie = Cookie;
module.exports.Session = Session;
module.exports.MemoryStore = MemoryStore;

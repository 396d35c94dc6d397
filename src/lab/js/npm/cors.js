"use strict";

// The middleware `cors`: which origins may read the answers (fetch.spec.whatwg.org, "CORS protocol").

const vary = require("npm/vary");

const DEFAULTS = { origin: "*", methods: "GET,HEAD,PUT,PATCH,POST,DELETE", preflightContinue: false, optionsSuccessStatus: 204 };

/**
 * @param {object | Function} [options] or what calls back with them for each request
 * @returns {Function} a middleware
 */
function cors(options) {
  const ask = typeof options === "function" ? options : (_request, callback) => callback(null, options);
  return function corsMiddleware(request, response, next) {
    ask(request, (error, chosen) => {
      if (error) {
        next(error);
        return;
      }
      const settings = { ...DEFAULTS, ...chosen };
      const decide = originRule(settings.origin);
      if (decide === undefined) {
        next();
        return;
      }
      decide(request.headers.origin, (failure, origin) => {
        if (failure || !origin) {
          next(failure);
          return;
        }
        answer({ ...settings, origin }, request, response, next);
      });
    });
  };
}

/** What says whether an origin may read; nothing when CORS is off. */
function originRule(origin) {
  if (typeof origin === "function") return origin;
  return origin ? (_asked, callback) => callback(null, origin) : undefined;
}

function answer(settings, request, response, next) {
  allowOrigin(settings.origin, request, response);
  if (settings.credentials === true) response.setHeader("Access-Control-Allow-Credentials", "true");
  if (request.method?.toUpperCase() !== "OPTIONS") {
    set(response, "Access-Control-Expose-Headers", listed(settings.exposedHeaders));
    next();
    return;
  }
  set(response, "Access-Control-Allow-Methods", listed(settings.methods));
  allowHeaders(settings.allowedHeaders || settings.headers, request, response);
  if (typeof settings.maxAge === "number" || settings.maxAge) set(response, "Access-Control-Max-Age", String(settings.maxAge));
  set(response, "Access-Control-Expose-Headers", listed(settings.exposedHeaders));
  if (settings.preflightContinue) {
    next();
    return;
  }
  response.statusCode = settings.optionsSuccessStatus;
  response.setHeader("Content-Length", "0");
  response.end();
}

function set(response, name, value) {
  if (value) response.setHeader(name, value);
}

function listed(value) {
  return Array.isArray(value) ? value.join(",") : value;
}

function allowOrigin(rule, request, response) {
  if (!rule || rule === "*") {
    response.setHeader("Access-Control-Allow-Origin", "*");
    return;
  }
  if (typeof rule === "string") {
    response.setHeader("Access-Control-Allow-Origin", rule);
    vary(response, "Origin");
    return;
  }
  const { origin } = request.headers;
  set(response, "Access-Control-Allow-Origin", isAllowed(origin, rule) ? origin : undefined);
  vary(response, "Origin");
}

function isAllowed(origin, rule) {
  if (Array.isArray(rule)) return rule.some((one) => isAllowed(origin, one));
  if (typeof rule === "string") return origin === rule;
  if (rule instanceof RegExp) return rule.test(origin);
  return Boolean(rule);
}

function allowHeaders(allowed, request, response) {
  if (allowed) {
    set(response, "Access-Control-Allow-Headers", listed(allowed));
    return;
  }
  // Nothing said: what the browser asks for is allowed.
  vary(response, "Access-Control-Request-Headers");
  set(response, "Access-Control-Allow-Headers", request.headers["access-control-request-headers"]);
}

// The name that stacks of the real package show.
module.exports = Object.defineProperty(cors, "name", { value: "middlewareWrapper", configurable: true });

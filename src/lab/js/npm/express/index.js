"use strict";

// The package `express`: makes applications, and holds what they are made of (expressjs.com/en/5x/api.html).

const { EventEmitter } = require("events");
const application = require("npm/express/application");
const request = require("npm/express/request");
const response = require("npm/express/response");
const { Router } = require("npm/express/router");
const { Route } = require("npm/express/route");

/** @returns {Function} an application, which handles requests itself */
function createApplication() {
  const app = function (req, res, next) {
    app.handle(req, res, next);
  };
  Object.defineProperty(app, "name", { value: "app", configurable: true });
  mix(app, EventEmitter.prototype);
  mix(app, application);
  app.request = Object.create(request, { app: own(app) });
  app.response = Object.create(response, { app: own(app) });
  app.init();
  return app;
}

/** Names that a function has of itself stay. */
function mix(app, source) {
  for (const name of Object.getOwnPropertyNames(source)) {
    if (Object.hasOwn(app, name)) continue;
    Object.defineProperty(app, name, Object.getOwnPropertyDescriptor(source, name));
  }
}

function own(value) {
  return { configurable: true, enumerable: true, writable: true, value };
}

exports = module.exports = createApplication;
exports.application = application;
exports.request = request;
exports.response = response;
exports.Route = Route;
exports.Router = Router;
// What only some programs use is read when it is first called: an import reads every export.
exports.json = function json(options) {
  return require("npm/express/bodies").json(options);
};
exports.raw = function raw(options) {
  return require("npm/express/bodies").raw(options);
};
exports.static = function serveStatic(root, options) {
  return require("npm/express/static")(root, options);
};
exports.text = function text(options) {
  return require("npm/express/bodies").text(options);
};
exports.urlencoded = function urlencoded(options) {
  return require("npm/express/bodies").urlencoded(options);
};

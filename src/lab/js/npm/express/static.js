"use strict";

// The middleware express.static: files of a folder (expressjs.com/en/5x/api.html#express.static).

const { resolve } = require("path");
const { deliver } = require("npm/express/send");
const { encodeUrl } = require("npm/express/encode_url");
const { httpError } = require("npm/express/http_error");

/**
 * @param {string} root
 * @param {object} [options]
 * @returns {Function} a middleware
 */
function serveStatic(root, options = undefined) {
  if (!root) throw new TypeError("root path required");
  if (typeof root !== "string") throw new TypeError("root path must be a string");
  const settings = { ...options, root: resolve(root) };
  const passesOn = settings.fallthrough !== false;
  const redirects = settings.redirect !== false;
  const { setHeaders } = settings;
  if (setHeaders && typeof setHeaders !== "function") throw new TypeError("option setHeaders must be function");

  return function serveStatic(request, response, next) {
    if (request.method !== "GET" && request.method !== "HEAD") {
      if (passesOn) next();
      else refuseMethod(response);
      return;
    }
    const original = pathAndQuery(request.originalUrl ?? request.url);
    let { path } = pathAndQuery(request.url);
    // What the folder is mounted at, without a slash, is the folder itself.
    if (path === "/" && !original.path.endsWith("/")) path = "";
    let isFound = !passesOn;
    const failed = (error) => {
      if (isFound || !(error.statusCode < 500)) next(error);
      else next();
    };
    deliver(request, response, path, settings, {
      error: failed,
      directory() {
        if (redirects && !path.endsWith("/")) redirect(response, original);
        else failed(httpError(404));
      },
      headers: setHeaders,
      found() {
        isFound = true;
      },
    });
  };
}

function refuseMethod(response) {
  response.statusCode = 405;
  response.setHeader("Allow", "GET, HEAD");
  response.setHeader("Content-Length", "0");
  response.end();
}

/** Path and query of a request's target, which may be a whole URL. */
function pathAndQuery(target) {
  const text = target.startsWith("/") ? target : target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, "");
  const mark = text.indexOf("?");
  return mark < 0 ? { path: text, query: "" } : { path: text.slice(0, mark), query: text.slice(mark) };
}

function redirect(response, { path, query }) {
  // Two slashes at the start would name another host.
  const address = encodeUrl(`${path.replace(/^\/+/, "/")}/${query}`);
  const { escapeHtml, page } = require("npm/express/page");
  const html = page("Redirecting", `Redirecting to ${escapeHtml(address)}`);
  response.statusCode = 301;
  response.setHeader("Content-Type", "text/html; charset=UTF-8");
  response.setHeader("Content-Length", Buffer.byteLength(html));
  response.setHeader("Content-Security-Policy", "default-src 'none'");
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.setHeader("Location", address);
  response.end(html);
}

module.exports = serveStatic;

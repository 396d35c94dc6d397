"use strict";

// The answer of an application (expressjs.com/en/5x/api.html#res).

const { ServerResponse } = require("http");
const { STATUS_CODES } = require("internal/http_words");
const { contentType, typeOfFile, withUtf8 } = require("npm/express/media_types");

const HTML = "text/html; charset=utf-8";
const JSON_TYPE = "application/json; charset=utf-8";
const NOT_IN_CALLBACK = /[^[\]\w$.]/g;

/** @type {import("http").ServerResponse} */
const response = Object.create(ServerResponse.prototype);

/** @param {number} code */
response.status = function status(code) {
  if (!Number.isInteger(code)) {
    throw new TypeError(`Invalid status code: ${JSON.stringify(code)}. Status code must be an integer.`);
  }
  if (code < 100 || code > 999) {
    throw new RangeError(
      `Invalid status code: ${JSON.stringify(code)}. Status code must be greater than 99 and less than 1000.`,
    );
  }
  this.statusCode = code;
  return this;
};

/** @param {Record<string, string | string[]>} links by what they are for */
response.links = function links(links) {
  let value = this.get("Link") || "";
  for (const relation of Object.keys(links)) {
    for (const url of [links[relation]].flat()) value += `${value === "" ? "" : ", "}<${url}>; rel="${relation}"`;
  }
  return this.set("Link", value);
};

/** @param {unknown} body a text, bytes, or what becomes JSON */
response.send = function send(body) {
  if (typeof body === "string") {
    const present = this.getHeader("Content-Type");
    if (!present) this.setHeader("Content-Type", HTML);
    else if (typeof present === "string") this.setHeader("Content-Type", withUtf8(present));
    return finish(this, Buffer.from(body));
  }
  switch (typeof body) {
    case "undefined":
      return finish(this, undefined);
    case "boolean":
    case "number":
      return this.json(body);
    case "object":
      if (body === null) return finish(this, Buffer.alloc(0));
      if (!ArrayBuffer.isView(body)) return this.json(body);
      if (!this.getHeader("Content-Type")) this.setHeader("Content-Type", "application/octet-stream");
      return finish(this, Buffer.isBuffer(body) ? body : Buffer.from(body));
    default:
      return finish(this, Buffer.from(body));
  }
};

/** Tags the body, leaves it out where the client has it or may not get one, and ends. */
function finish(answer, bytes) {
  const { req: request, app } = answer;
  let body = bytes;
  if (body !== undefined) {
    answer.setHeader("Content-Length", String(body.length));
    const tag = answer.getHeader("ETag") ? undefined : app.get("etag fn");
    if (typeof tag === "function") {
      const value = tag(body, undefined);
      if (value) answer.setHeader("ETag", value);
    }
  }
  if (request.fresh) answer.status(304);
  const { statusCode } = answer;
  if (statusCode === 204 || statusCode === 304) {
    answer.removeHeader("Content-Type");
    answer.removeHeader("Content-Length");
    answer.removeHeader("Transfer-Encoding");
    body = "";
  } else if (statusCode === 205) {
    answer.setHeader("Content-Length", "0");
    answer.removeHeader("Transfer-Encoding");
    body = "";
  }
  if (request.method === "HEAD") answer.end();
  else answer.end(body, undefined);
  return answer;
}

/** @param {unknown} value */
response.json = function json(value) {
  const text = printed(this.app, value);
  if (!this.getHeader("Content-Type")) this.setHeader("Content-Type", JSON_TYPE);
  return this.send(text);
};

/** @param {unknown} value sent as a call of the function that the query names */
response.jsonp = function jsonp(value) {
  let text = printed(this.app, value);
  let callback = this.req.query[this.app.get("jsonp callback name")];
  if (!this.get("Content-Type")) {
    this.set("X-Content-Type-Options", "nosniff");
    this.set("Content-Type", "application/json");
  }
  if (Array.isArray(callback)) callback = callback[0];
  if (typeof callback === "string" && callback !== "") {
    this.set("X-Content-Type-Options", "nosniff");
    this.set("Content-Type", "text/javascript");
    const name = callback.replace(NOT_IN_CALLBACK, "");
    // These two end a line in old JavaScript, but not in JSON.
    text = text === undefined ? "" : text.replace(/\u2028/g, "\\u2028").replace(/\u2029/g, "\\u2029");
    text = `/**/ typeof ${name} === 'function' && ${name}(${text});`;
  }
  return this.send(text);
};

function printed(app, value) {
  const replacer = app.get("json replacer");
  const spaces = app.get("json spaces");
  const text = replacer || spaces ? JSON.stringify(value, replacer, spaces) : JSON.stringify(value);
  if (!app.get("json escape") || typeof text !== "string") return text;
  return text.replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
}

/** @param {number} code whose words are the body */
response.sendStatus = function sendStatus(code) {
  this.status(code);
  this.type("txt");
  return this.send(STATUS_CODES[code] || String(code));
};

/**
 * @param {string} path absolute, or below `options.root`
 * @param {object | Function} [options]
 * @param {Function} [callback] when it was sent, or failed
 */
response.sendFile = function sendFile(path, options, callback) {
  const done = typeof options === "function" ? options : callback;
  const settings = typeof options === "function" ? {} : options || {};
  if (!path) throw new TypeError("path argument is required to res.sendFile");
  if (typeof path !== "string") throw new TypeError("path must be a string to res.sendFile");
  if (!settings.root && !require("path").isAbsolute(path)) {
    throw new TypeError("path must be absolute or specify root to res.sendFile");
  }
  const { req: request } = this;
  const { next } = request;
  require("npm/express/send").transfer(request, this, encodeURI(path), { ...settings, etag: this.app.enabled("etag") }, (error) => {
    if (done) done(error);
    else if (error?.code === "EISDIR") next();
    else if (error && error.code !== "ECONNABORTED" && error.syscall !== "write") next(error);
  });
};

/**
 * @param {string} path
 * @param {string | object | Function} [filename] what the client is to call it
 * @param {object | Function} [options] of `sendFile`
 * @param {Function} [callback]
 */
response.download = function download(path, filename, options, callback) {
  const values = [filename, options, callback];
  const done = values.find((value) => typeof value === "function");
  const settings = values.find((value) => value !== null && typeof value === "object") ?? {};
  const name = typeof filename === "string" && filename !== "" ? filename : path;
  const headers = { "Content-Disposition": require("npm/express/disposition").attachment(name) };
  for (const key of Object.keys(settings.headers ?? {})) {
    if (key.toLowerCase() !== "content-disposition") headers[key] = settings.headers[key];
  }
  const place = settings.root ? path : require("path").resolve(path);
  return this.sendFile(place, { ...settings, headers }, done);
};

/** @param {string} type a media type or an extension */
response.type = function type(type) {
  const value = contentType(type) || (type.includes("/") ? type : "application/octet-stream");
  return this.set("Content-Type", value);
};
response.contentType = response.type;

/** @param {Record<string, Function>} choices by media type or extension, and `default` */
response.format = function format(choices) {
  const { req: request } = this;
  const { next } = request;
  const keys = Object.keys(choices).filter((key) => key !== "default");
  const chosen = keys.length > 0 ? request.accepts(keys) : false;
  this.vary("Accept");
  if (chosen) {
    this.set("Content-Type", mediaType(chosen));
    choices[chosen](request, this, next);
  } else if (choices.default) choices.default(request, this, next);
  else next(require("npm/express/http_error").httpError(406, undefined, { types: keys.map(mediaType) }));
  return this;
};

function mediaType(key) {
  if (key.includes("/")) return key.split(";")[0].trim();
  return typeOfFile(key) || "application/octet-stream";
}

/** @param {string} [filename] */
response.attachment = function attachment(filename = undefined) {
  if (filename) this.type(require("path").extname(filename));
  return this.set("Content-Disposition", require("npm/express/disposition").attachment(filename));
};

/** @param {string} field @param {string | string[]} value */
response.append = function append(field, value) {
  const present = this.get(field);
  return this.set(field, present ? [present, value].flat() : value);
};

/** @param {string | object} field or fields with their values @param {unknown} [value] */
response.set = function header(field, value) {
  if (arguments.length !== 2) {
    for (const name of Object.keys(field)) this.set(name, field[name]);
    return this;
  }
  let text = Array.isArray(value) ? value.map(String) : String(value);
  if (field.length === 12 && field.toLowerCase() === "content-type") {
    if (Array.isArray(text)) throw new TypeError("Content-Type cannot be set to an Array");
    text = contentType(text);
  }
  this.setHeader(field, text);
  return this;
};
response.header = response.set;

/** @param {string} field */
response.get = function get(field) {
  return this.getHeader(field);
};

/** @param {string} name @param {object} [options] those that the cookie was set with */
response.clearCookie = function clearCookie(name, options) {
  const settings = { path: "/", ...options, expires: new Date(1) };
  delete settings.maxAge;
  return this.cookie(name, "", settings);
};

/** @param {string} name @param {unknown} value @param {object} [options] */
response.cookie = function cookie(name, value, options) {
  const settings = { ...options };
  const { secret } = this.req;
  if (settings.signed && !secret) throw new Error('cookieParser("secret") required for signed cookies');
  let text = typeof value === "object" ? `j:${JSON.stringify(value)}` : String(value);
  if (settings.signed) text = `s:${require("npm/cookie_signature").sign(text, secret)}`;
  if (settings.maxAge !== undefined && settings.maxAge !== null) {
    const lifetime = settings.maxAge - 0;
    if (!Number.isNaN(lifetime)) {
      settings.expires = new Date(Date.now() + lifetime);
      settings.maxAge = Math.floor(lifetime / 1000);
    }
  }
  settings.path ??= "/";
  return this.append("Set-Cookie", require("npm/cookie").serialize(name, String(text), settings));
};

/** @param {string} url */
response.location = function location(url) {
  return this.set("Location", require("npm/express/encode_url").encodeUrl(url));
};

/** @param {number | string} url or a status before it */
response.redirect = function redirect(url) {
  const isStatusFirst = arguments.length === 2;
  const code = isStatusFirst ? arguments[0] : 302;
  this.location(isStatusFirst ? arguments[1] : url);
  const address = this.get("Location");
  let body = "";
  this.format({
    text() {
      body = `${STATUS_CODES[code]}. Redirecting to ${address}`;
    },
    html() {
      const { escapeHtml } = require("npm/express/page");
      const words = STATUS_CODES[code];
      body = `<!DOCTYPE html><head><title>${words}</title></head><body><p>${words}. Redirecting to ${escapeHtml(address)}</p></body>`;
    },
    default() {
      body = "";
    },
  });
  this.status(code);
  this.set("Content-Length", Buffer.byteLength(body));
  if (this.req.method === "HEAD") this.end();
  else this.end(body);
};

/** @param {string | string[]} field */
response.vary = function vary(field) {
  require("npm/vary")(this, field);
  return this;
};

/**
 * @param {string} view
 * @param {object | Function} [options] the view's locals
 * @param {Function} [callback] gets the text instead of the client
 */
response.render = function render(view, options, callback) {
  const { req: request, app } = this;
  const settings = (typeof options === "function" ? undefined : options) || {};
  const given = typeof options === "function" ? options : callback;
  settings._locals = this.locals;
  const done = given || ((error, text) => {
    if (error) request.next(error);
    else this.send(text);
  });
  app.render(view, settings, done);
};

module.exports = response;

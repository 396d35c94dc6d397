"use strict";

// The request as handlers see it (expressjs.com/en/5x/api.html#req); what is costly is worked out when it is asked for.

const { IncomingMessage } = require("http");
const requestUrl = require("npm/express/request_url");

const req = (module.exports = Object.create(IncomingMessage.prototype));

req.header = function header(name) {
  if (!name) throw new TypeError("name argument is required to req.get");
  if (typeof name !== "string") throw new TypeError("name must be a string to req.get");
  const lower = name.toLowerCase();
  if (lower === "referer" || lower === "referrer") return this.headers.referrer || this.headers.referer;
  return this.headers[lower];
};
req.get = req.header;

req.accepts = function (...types) {
  return require("npm/express/accept").types(this, types.flat());
};

for (const [name, kind] of [
  ["acceptsEncodings", "encodings"],
  ["acceptsCharsets", "charsets"],
  ["acceptsLanguages", "languages"],
]) {
  req[name] = function (...given) {
    return require("npm/express/accept")[kind](this, given.flat());
  };
}

req.range = function range(size, options) {
  const field = this.get("Range");
  return field ? require("npm/express/range").parse(size, field, options) : undefined;
};

getter("query", function () {
  const parse = this.app.get("query parser fn");
  return parse ? parse(requestUrl.query(this)) : Object.create(null);
});

req.is = function is(types, ...more) {
  const kinds = (Array.isArray(types) ? types : [types, ...more]).filter((kind) => kind !== undefined);
  return require("npm/express/media_types").typeOfRequest(this, kinds);
};

getter("protocol", function () {
  const proto = this.socket.encrypted ? "https" : "http";
  if (!this.app.get("trust proxy fn")(this.socket.remoteAddress, 0)) return proto;
  return first(this.get("X-Forwarded-Proto") || proto);
});

getter("secure", function () {
  return this.protocol === "https";
});

getter("ip", function () {
  return addresses(this).at(-1);
});

getter("ips", function () {
  const all = addresses(this);
  return all.slice(1).reverse();
});

/** The addresses from the nearest on, as far as they are trusted. */
function addresses(request) {
  const trust = request.app.get("trust proxy fn");
  const forwarded = (request.headers["x-forwarded-for"] || "").split(",").map((address) => address.trim());
  const all = [request.socket.remoteAddress, ...forwarded.filter((address) => address !== "").reverse()];
  let last = 0;
  while (last < all.length - 1 && trust(all[last], last)) last += 1;
  return all.slice(0, last + 1);
}

getter("subdomains", function () {
  const { hostname } = this;
  if (!hostname) return [];
  const parts = isAddress(hostname) ? [hostname] : hostname.split(".").reverse();
  return parts.slice(this.app.get("subdomain offset"));
});

function isAddress(name) {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(name) || name.includes(":");
}

getter("path", function () {
  return requestUrl.pathname(this);
});

getter("host", function () {
  let value = this.get("X-Forwarded-Host");
  if (!value || !this.app.get("trust proxy fn")(this.socket.remoteAddress, 0)) value = this.get("Host");
  else value = first(value);
  return value || undefined;
});

getter("hostname", function () {
  const { host } = this;
  if (!host) return undefined;
  const start = host[0] === "[" ? host.indexOf("]") + 1 : 0;
  const colon = host.indexOf(":", start);
  return colon === -1 ? host : host.slice(0, colon);
});

getter("fresh", function () {
  const { method, res } = this;
  if (method !== "GET" && method !== "HEAD") return false;
  const { statusCode: status } = res;
  if ((status < 200 || status >= 300) && status !== 304) return false;
  return require("npm/express/fresh").fresh(this.headers, { etag: res.get("ETag"), "last-modified": res.get("Last-Modified") });
});

getter("stale", function () {
  return !this.fresh;
});

getter("xhr", function () {
  return (this.get("X-Requested-With") || "").toLowerCase() === "xmlhttprequest";
});

/** The first of a list with commas. */
function first(value) {
  const comma = value.indexOf(",");
  return comma === -1 ? value : value.slice(0, comma).trim();
}

function getter(name, get) {
  Object.defineProperty(req, name, { configurable: true, enumerable: true, get });
}

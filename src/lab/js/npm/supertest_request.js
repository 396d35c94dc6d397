"use strict";

// A request that is put together in steps, as the package `supertest` takes them from `superagent`.

const http = require("http");
const EventEmitter = require("events");
const querystring = require("querystring");
const { typeOfFile } = require("npm/express/media_types");

const FORM = "application/x-www-form-urlencoded";
/** Names of types that no file has, and one that this package knows by its old type. */
const TYPES = { form: FORM, urlencoded: FORM, "form-data": FORM, js: "application/javascript" };
const REDIRECTS = [301, 302, 303, 305, 307, 308];
const JSON_TYPE = /[/+]json($|[^-\w])/i;

/** One request. It is sent by `end`, `then` or `await`. */
class Request extends EventEmitter {
  constructor(method, url, jar = undefined) {
    super();
    this.method = method;
    this.url = url;
    this.jar = jar;
    this.header = {};
    this._query = [];
    this._values = {};
    this._parts = undefined;
    this._redirectsLeft = 5;
    this._redirectList = [];
  }

  set(name, value) {
    if (name !== null && typeof name === "object") for (const key of Object.keys(name)) this.set(key, name[key]);
    else {
      this.unset(name);
      this.header[name] = value;
    }
    return this;
  }

  get(name) {
    const key = this._keyOf(name);
    return key === undefined ? undefined : this.header[key];
  }

  unset(name) {
    const key = this._keyOf(name);
    if (key !== undefined) delete this.header[key];
    return this;
  }

  _keyOf(name) {
    return Object.keys(this.header).find((key) => key.toLowerCase() === name.toLowerCase());
  }

  type(type) {
    return named(this, "Content-Type", type);
  }

  accept(type) {
    return named(this, "Accept", type);
  }

  auth(user, pass, options) {
    const settings = pass !== null && typeof pass === "object" ? pass : options;
    if (settings?.type === "bearer") return this.set("Authorization", `Bearer ${user}`);
    const password = typeof pass === "string" ? pass : "";
    const credentials = user.includes(":") && password === "" ? user : `${user}:${password}`;
    return this.set("Authorization", `Basic ${Buffer.from(credentials).toString("base64")}`);
  }

  query(value) {
    if (typeof value === "string") this._query.push(value);
    else for (const key of Object.keys(value)) this._values[key] = value[key];
    return this;
  }

  sortQuery(order = true) {
    this._sort = order;
    return this;
  }

  send(data) {
    if (this._parts !== undefined) throw new Error(".send() can't be used if .attach() or .field() is used. Please use only .send() or only .field() & .attach()");
    const isObject = isPlain(data);
    if (isObject && this._data === undefined) this._data = Array.isArray(data) ? [] : {};
    if (isObject && isPlain(this._data)) {
      for (const key of Object.keys(data)) this._data[key] = data[key];
    } else if (typeof data === "string") {
      if (!this.get("Content-Type")) this.type("form");
      const isForm = this.get("Content-Type") === FORM;
      this._data = isForm && this._data ? `${this._data}&${data}` : (this._data ?? "") + data;
    } else this._data = data;
    if (isObject && !this.get("Content-Type")) this.type("json");
    return this;
  }

  field(name, value) {
    if (this._data !== undefined) throw new Error(".field() can't be used if .send() is used. Please use only .send() or only .field() & .attach()");
    if (name !== null && typeof name === "object") {
      for (const key of Object.keys(name)) this.field(key, name[key]);
      return this;
    }
    for (const one of Array.isArray(value) ? value : [value]) this._part(name, Buffer.from(String(one)));
    return this;
  }

  attach(name, file, options) {
    if (this._data !== undefined) throw new Error("superagent can't mix .send() and .attach()");
    const settings = typeof options === "string" ? { filename: options } : (options ?? {});
    let bytes = file;
    if (typeof file === "string") {
      settings.filename ??= require("path").basename(file);
      bytes = require("fs").readFileSync(file);
    }
    const type = settings.contentType ?? (typeOfFile(settings.filename ?? "") || "application/octet-stream");
    this._part(name, Buffer.from(bytes), settings.filename, type);
    return this;
  }

  _part(name, bytes, filename = undefined, type = undefined) {
    this._parts ??= [];
    const file = filename === undefined ? "" : `; filename="${filename}"`;
    const kind = type === undefined ? "" : `\r\nContent-Type: ${type}`;
    this._parts.push(Buffer.from(`Content-Disposition: form-data; name="${name}"${file}${kind}\r\n\r\n`), bytes);
  }

  redirects(count) {
    this._redirectsLeft = count;
    return this;
  }

  timeout(options) {
    this._timeout = typeof options === "object" ? (options.response ?? options.deadline) : options;
    return this;
  }

  ok(check) {
    this._ok = check;
    return this;
  }

  parse(parser) {
    this._parser = parser;
    return this;
  }

  use(plugin) {
    plugin(this);
    return this;
  }

  abort() {
    this._sent?.destroy();
    return this;
  }

  then(resolve, reject) {
    this._promise ??= new Promise((done, fail) => {
      this.end((error, response) => (error ? fail(error) : done(response)));
    });
    return this._promise.then(resolve, reject);
  }

  catch(reject) {
    return this.then(undefined, reject);
  }

  finally(callback) {
    return this.then().finally(callback);
  }

  /** Sends the request and gives `callback` an error or undefined, and the answer. */
  _run(callback) {
    const { pathname, search } = new URL(this.url);
    const sources = [...(search ? [search.slice(1)] : []), ...this._query];
    const values = querystringOf(this._values);
    if (values) sources.push(values);
    let query = sources.join("&");
    if (this._sort) query = query.split("&").sort(typeof this._sort === "function" ? this._sort : undefined).join("&");
    this._ask(new URL(this.url), this.method, `${pathname}${query ? `?${query}` : ""}`, this._body(), callback);
  }

  /** The bytes of the body, with the fields that tell of them. */
  _body() {
    if (this._parts !== undefined) {
      const boundary = `--------------------------${String(Math.random()).slice(2).padEnd(24, "0").slice(0, 24)}`;
      this.set("Content-Type", `multipart/form-data; boundary=${boundary}`);
      const pieces = [];
      for (let at = 0; at < this._parts.length; at += 2) {
        pieces.push(Buffer.from(`--${boundary}\r\n`), this._parts[at], this._parts[at + 1], Buffer.from("\r\n"));
      }
      return Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]);
    }
    const { _data: data } = this;
    if (data === undefined || this.method === "HEAD") return undefined;
    if (typeof data === "string" || Buffer.isBuffer(data)) return Buffer.from(data);
    if (this.get("Content-Type")?.startsWith(FORM)) return Buffer.from(querystringOf(data, true));
    return Buffer.from(JSON.stringify(data));
  }

  _ask(url, method, path, body, callback) {
    const headers = { "Accept-Encoding": "gzip, deflate", ...this.header };
    const cookies = this.jar?.header(url);
    if (cookies && this.get("Cookie") === undefined) headers.Cookie = cookies;
    if (body !== undefined && !this._keyOf("Content-Length")) headers["Content-Length"] = body.length;
    const sent = http.request({ host: url.hostname, port: url.port, method, path, headers, agent: false });
    this._sent = sent;
    let isTold = false;
    const tell = (error, response) => {
      if (isTold) return;
      isTold = true;
      callback(error, response);
    };
    sent.on("error", (error) => tell(error));
    sent.on("response", (answer) => this._take({ url, method, path, body, answer }, tell));
    if (this._timeout) {
      sent.setTimeout(this._timeout, () => {
        const error = new Error(`Timeout of ${this._timeout}ms exceeded`);
        tell(Object.assign(error, { timeout: this._timeout, code: "ECONNABORTED", errno: "ETIME" }));
        sent.destroy();
      });
    }
    sent.end(body);
  }

  _take({ url, method, path, body, answer }, tell) {
    this.jar?.take(answer.headers["set-cookie"], url);
    const { location } = answer.headers;
    if (REDIRECTS.includes(answer.statusCode) && location !== undefined && this._redirectsLeft > 0) {
      answer.resume();
      this._redirectsLeft -= 1;
      const next = new URL(location, url);
      this._redirectList.push(next.href);
      const keeps = [307, 308].includes(answer.statusCode) || method === "HEAD";
      if (!keeps) for (const name of ["Content-Type", "Content-Length"]) this.unset(name);
      this._ask(next, keeps ? method : "GET", `${next.pathname}${next.search}`, keeps ? body : undefined, tell);
      return;
    }
    const chunks = [];
    answer.on("data", (chunk) => chunks.push(chunk));
    answer.on("error", (error) => tell(error));
    answer.on("end", () => {
      const response = new Response(this, answer, method, path);
      let error;
      try {
        response.fill(Buffer.concat(chunks));
      } catch (failure) {
        const { statusCode, headers } = answer;
        error = Object.assign(failure, { rawResponse: String(Buffer.concat(chunks)), statusCode, status: statusCode, headers, response: undefined });
        // An answer that cannot be read is one for expectations only when nobody tries to.
        tell(error);
        return;
      }
      this.emit("response", response);
      const isOk = this._ok ? this._ok(response) : response.ok;
      tell(isOk ? undefined : Object.assign(response.error || new Error("Not OK"), { response }), response);
    });
  }
}

function isPlain(value) {
  return value !== null && typeof value === "object" && !Buffer.isBuffer(value);
}

/** Nested values have their path in brackets; places of lists are left out of addresses. */
function querystringOf(values, hasPlaces = false) {
  const pairs = [];
  const add = (key, value) => {
    if (value === undefined) return;
    if (Array.isArray(value)) value.forEach((one, at) => add(hasPlaces ? `${key}[${at}]` : key, one));
    else if (value !== null && typeof value === "object" && !(value instanceof Date)) {
      for (const [name, one] of Object.entries(value)) add(`${key}[${name}]`, one);
    } else {
      const text = value === null ? "" : value instanceof Date ? value.toISOString() : String(value);
      pairs.push(`${encodeURIComponent(key)}=${encodeURIComponent(text)}`);
    }
  };
  for (const [key, value] of Object.entries(values)) add(key, value);
  return pairs.join("&");
}

/** What came back. */
class Response extends EventEmitter {
  constructor(request, answer, method, path) {
    super();
    this.request = request;
    this.req = answer.req;
    this.res = answer;
    this.links = linksOf(answer.headers.link);
    this.text = undefined;
    this.files = {};
    this.body = {};
    this.headers = answer.headers;
    this.header = answer.headers;
    const [type, ...parameters] = (answer.headers["content-type"] ?? "").split(/ *; */);
    this.type = type;
    for (const parameter of parameters) {
      const [name, value] = parameter.split(/ *= */);
      if (name) this[name] ??= value;
    }
    this.redirects = request._redirectList;
    const { statusCode: status } = answer;
    this.statusCode = status;
    this.status = status;
    this.statusType = (status / 100) | 0;
    this.info = this.statusType === 1;
    this.ok = this.statusType === 2;
    this.redirect = this.statusType === 3;
    this.clientError = this.statusType === 4;
    this.serverError = this.statusType === 5;
    for (const [name, code] of Object.entries(NAMES)) this[name] = status === code;
    this.asked = { method, path };
    Object.defineProperty(this, "asked", { enumerable: false });
  }

  get(name) {
    return this.header[name.toLowerCase()];
  }

  /** Reads the body as its type says. */
  fill(raw) {
    let bytes = raw;
    if (/^(gzip|deflate)$/.test(this.headers["content-encoding"] ?? "") && raw.length > 0) bytes = require("zlib").unzipSync(raw);
    const { type } = this;
    const { method } = this.asked;
    const isText = type === "" || type.startsWith("text/") || JSON_TYPE.test(type) || type === FORM || /xml|javascript/.test(type);
    if (method !== "HEAD") {
      if (isText) this.text = bytes.toString();
      if (JSON_TYPE.test(type)) {
        if (this.text !== "") this.body = JSON.parse(this.text);
      } else if (type === FORM) this.body = { ...querystring.parse(this.text) };
      else if (!isText) this.body = bytes;
    }
    this.error = this.clientError || this.serverError ? this.toError() : false;
  }

  toError() {
    const { method, path } = this.asked;
    const error = new Error(`cannot ${method} ${path} (${this.status})`);
    return Object.assign(error, { status: this.status, text: this.text, method, path });
  }
}

const NAMES = {
  accepted: 202, badRequest: 400, created: 201, forbidden: 403, noContent: 204, notAcceptable: 406,
  notFound: 404, unauthorized: 401, unprocessableEntity: 422,
};

function linksOf(text) {
  const links = {};
  for (const one of (text ?? "").split(/ *, */)) {
    const found = /<([^>]*)>.*rel="?([^";]*)/.exec(one);
    if (found) links[found[2]] = found[1];
  }
  return links;
}

/** Sets a field to a media type, given by itself or by the extension of its files; an unknown one sets nothing. */
function named(request, field, type) {
  const value = type.includes("/") ? type : TYPES[type] ?? typeOfFile(type);
  return value ? request.set(field, value) : request;
}

/** The cookies of an agent. */
class Jar {
  #cookies = new Map();

  take(fields, url) {
    for (const field of fields ?? []) {
      const [pair, ...attributes] = field.split(/; */);
      const at = pair.indexOf("=");
      const cookie = { name: pair.slice(0, at), value: pair.slice(at + 1), path: "/", domain: url.hostname };
      for (const attribute of attributes) {
        const [, name, value] = /^([^=]*)=?(.*)$/.exec(attribute);
        cookie[name.toLowerCase()] = value || true;
      }
      const key = `${cookie.domain} ${cookie.path} ${cookie.name}`;
      if (isOver(cookie)) this.#cookies.delete(key);
      else this.#cookies.set(key, cookie);
    }
  }

  header(url) {
    const fits = (cookie) => {
      const { domain, path, secure } = cookie;
      return url.hostname.endsWith(domain) && url.pathname.startsWith(path) && !secure && !isOver(cookie);
    };
    return [...this.#cookies.values()].filter(fits).map(({ name, value }) => `${name}=${value}`).join("; ");
  }
}

/** The package goes by Expires alone, and does not look at Max-Age. */
function isOver({ expires }) {
  return Date.parse(expires) <= Date.now();
}

const DEFAULTS = ["set", "query", "type", "accept", "auth", "use", "ok", "timeout", "redirects", "parse"];

/** Steps that all requests of an agent begin with. */
class AgentRequest {
  _defaults = [];

  _setDefaults(request) {
    for (const [name, values] of this._defaults) request[name](...values);
  }
}
for (const name of DEFAULTS) {
  AgentRequest.prototype[name] = function (...values) {
    this._defaults.push([name, values]);
    return this;
  };
}

module.exports = { Request, AgentRequest, Jar };

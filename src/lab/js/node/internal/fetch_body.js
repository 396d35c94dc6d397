"use strict";

// Request and Response (fetch.spec.whatwg.org, sections 5.3 to 5.5). A body is bytes, or a stream
// of the program's own HTTP client.

const { Headers, fix } = require("internal/fetch_headers");
const { hidden, lazily } = require("internal/errors");

const { isStream, isDisturbed, ofBody, readAll, wantFresh } = lazily(
  "internal/body_stream", "isStream", "isDisturbed", "ofBody", "readAll", "wantFresh",
);

/** What a body is made of, for the clone of it or for a request that takes it over. */
let twice;
let taken;
let isHeld;

/** Bytes that can be read once. */
class Body {
  #source = null;
  #stream;
  #used = false;

  static {
    twice = (body) => {
      if (body.#stream !== undefined) {
        [body.#stream, body.#source] = body.#stream.tee();
        return [body.#stream, body.#source];
      }
      const isHere = body.#source === null || body.#source instanceof Uint8Array;
      const [own, other] = isHere ? [body.#source, body.#source] : split(body.#source);
      body.#source = own;
      return [own, other];
    };
    taken = (body) => {
      if (body.#source === null) return null;
      body.#used = true;
      return body.#stream === undefined ? body.#source : body.#stream.pipeThrough(new TransformStream());
    };
    isHeld = (body) => body.#stream !== undefined && body.#stream.locked;
  }

  constructor(source) {
    this.#source = source ?? null;
    if (looksLikeStream(this.#source)) this.#stream = this.#source;
  }

  get body() {
    if (this.#source === null) return null;
    this.#stream ??= ofBody(this.#source, this.#used, (error) => broken(this.#source, error));
    return this.#stream;
  }

  get bodyUsed() {
    return this.#used || (this.#stream !== undefined && isDisturbed(this.#stream));
  }

  async #bytes() {
    if (this.bodyUsed || isHeld(this)) throw new TypeError("Body is unusable: Body has already been read");
    if (this.#source === null) return Buffer.alloc(0);
    this.#used = true;
    if (this.#stream !== undefined) return readAll(this.#stream);
    if (this.#source instanceof Uint8Array) return this.#source;
    const parts = [];
    try {
      for await (const part of this.#source) parts.push(part);
    } catch (error) {
      throw broken(this.#source, error);
    }
    return Buffer.concat(parts);
  }

  async text() {
    const { TextDecoder } = require("internal/text_codec");
    return new TextDecoder().decode(await this.#bytes());
  }

  async json() {
    return JSON.parse(await this.text());
  }

  async arrayBuffer() {
    return new Uint8Array(await this.#bytes()).buffer;
  }

  async bytes() {
    return new Uint8Array(await this.#bytes());
  }

  async blob() {
    const type = this.headers.get("content-type") ?? "";
    return new Blob([await this.#bytes()], { type });
  }

  async formData() {
    return require("internal/multipart").read(await this.#bytes(), this.headers.get("content-type"));
  }
}

/** Why a body did not come to its end: the reason of the signal that ended it, or the connection. */
function broken(source, error) {
  // What a program made itself fails with its own error.
  if (!("endedBy" in source)) return error;
  const signal = source.endedBy;
  return signal?.aborted ? signal.reason : Object.assign(new TypeError("terminated"), { cause: closed(error) });
}

/** The error of a connection that the other side closed, as fetch tells it. */
function closed(error) {
  // A connection that was reset says so itself.
  if (error?.code !== "ECONNRESET" || error.syscall === "read") return error;
  const told = new Error("other side closed");
  hidden(told, "name", "SocketError");
  told.code = "UND_ERR_SOCKET";
  return told;
}

/** Two bodies of one stream; what one has read waits for the other. */
function split(source) {
  const iterator = source[Symbol.asyncIterator]();
  const queues = [[], []];
  const branch = (own) => ({
    ...("endedBy" in source ? { endedBy: source.endedBy } : {}),
    async *[Symbol.asyncIterator]() {
      while (true) {
        if (own.length === 0) {
          const step = iterator.next();
          step.catch(() => {});
          for (const queue of queues) queue.push(step);
        }
        const { value, done } = await own.shift();
        if (done) return;
        yield value;
      }
    },
  });
  return queues.map(branch);
}

function readOnce(body, name) {
  if (body.bodyUsed || isHeld(body)) throw new TypeError(`${name}.clone: Body has already been consumed.`);
}

/** Whether a value is a ReadableStream; only for what says so the module of streams is loaded. */
function looksLikeStream(value) {
  return value?.[Symbol.toStringTag] === "ReadableStream" && isStream(value);
}

/** Bytes and type of what a program gives as a body. */
function bytesOf(value) {
  const { URLSearchParams } = require("internal/url_search");
  if (value === undefined || value === null) return [null, undefined];
  if (typeof value === "string") return [Buffer.from(value), "text/plain;charset=UTF-8"];
  if (value instanceof URLSearchParams) {
    return [Buffer.from(value.toString()), "application/x-www-form-urlencoded;charset=UTF-8"];
  }
  if (value instanceof ArrayBuffer) return [Buffer.from(value), undefined];
  if (ArrayBuffer.isView(value)) return [Buffer.from(value.buffer, value.byteOffset, value.byteLength), undefined];
  if (looksLikeStream(value)) wantFresh(value);
  if (typeof value[Symbol.asyncIterator] === "function") return [value, undefined];
  if (Object.prototype.toString.call(value) === "[object FormData]") return require("internal/multipart").write(value);
  if (value instanceof Blob) return [Blob.bytes(value), value.type || undefined];
  return [Buffer.from(`${value}`), "text/plain;charset=UTF-8"];
}

const KNOWN = ["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"];
const FORBIDDEN = ["CONNECT", "TRACE", "TRACK"];
const WITHOUT_BODY = [101, 103, 204, 205, 304];
const TOKEN = /^[\^_`a-zA-Z\-0-9!#$%&'*+.|~]+$/;

/** What is asked. */
class Request extends Body {
  constructor(input, init = {}) {
    const before = input instanceof Request ? input : undefined;
    const url = before ? before.url : wholeUrl(input);
    const method = methodOf(`${init.method ?? before?.method ?? "GET"}`);
    let [source, type] = bytesOf(init.body);
    if (source !== null && ["GET", "HEAD"].includes(method)) {
      throw new TypeError("Request with GET/HEAD method cannot have body.");
    }
    if (source === null && before !== undefined) {
      if (before.bodyUsed || isHeld(before)) throw new TypeError("Cannot construct a Request with a Request object that has already been used.");
      source = taken(before);
    }
    if (init.duplex !== undefined && init.duplex !== "half") {
      throw new TypeError(`undefined: ${init.duplex} is not an accepted type. Expected one of half.`);
    }
    if (init.body !== undefined && source !== null && !(source instanceof Uint8Array) && init.duplex === undefined) {
      throw new TypeError("RequestInit: duplex option is required when sending a body.");
    }
    super(source);
    const signal = init.signal ?? before?.signal ?? new AbortController().signal;
    const set = { method, url, redirect: init.redirect ?? before?.redirect ?? "follow", signal };
    for (const name of Object.keys(set)) hidden(this, name, set[name]);
    hidden(this, "headers", new Headers(init.headers ?? before?.headers));
    if (type && !this.headers.has("content-type")) this.headers.append("content-type", type);
    hidden(this, "source", source);
  }

  get duplex() {
    return "half";
  }

  clone() {
    readOnce(this, "Request");
    const [own, other] = twice(this);
    const { url, method, headers, redirect, signal } = this;
    const copy = new Request(url, { method, headers, redirect, signal, body: other, duplex: "half" });
    hidden(this, "source", own);
    return copy;
  }
}

function wholeUrl(input) {
  let url;
  try {
    url = new URL(`${input}`);
  } catch (error) {
    throw new TypeError(`Failed to parse URL from ${input}`, { cause: error });
  }
  if (url.username !== "" || url.password !== "") {
    throw new TypeError(`Request cannot be constructed from a URL that includes credentials: ${input}`);
  }
  return url.href;
}

function methodOf(method) {
  const upper = method.toUpperCase();
  if (!TOKEN.test(method)) throw new TypeError(`'${method}' is not a valid HTTP method.`);
  if (FORBIDDEN.includes(upper)) throw new TypeError(`'${method}' HTTP method is unsupported.`);
  return KNOWN.includes(upper) ? upper : method;
}
hidden(Request.prototype, Symbol.toStringTag, "Request");

/** What is answered. */
class Response extends Body {
  constructor(body = null, init = {}) {
    const [source, type] = bytesOf(body);
    super(source);
    const status = init.status ?? 200;
    // A server may answer with numbers that a program may not make up.
    if (init.url === undefined && (status < 200 || status > 599)) {
      throw new RangeError('init["status"] must be in the range of 200 to 599, inclusive.');
    }
    if (source !== null && WITHOUT_BODY.includes(status)) {
      throw new TypeError(`Response constructor: Invalid response status code ${status}`);
    }
    const set = {
      status, statusText: init.statusText ?? "", headers: new Headers(init.headers), url: init.url ?? "",
      redirected: Boolean(init.redirected), type: init.url ? "basic" : "default",
    };
    for (const name of Object.keys(set)) hidden(this, name, set[name]);
    if (type && !this.headers.has("content-type")) this.headers.append("content-type", type);
    if (init.url !== undefined && init.url !== "") fix(this.headers);
  }

  get ok() {
    return this.status >= 200 && this.status <= 299;
  }

  clone() {
    readOnce(this, "Response");
    const { status, statusText, headers, url, redirected } = this;
    return new Response(twice(this)[1], { status, statusText, headers, url, redirected });
  }

  static error() {
    const response = new Response(null, { status: 0, url: "" });
    hidden(response, "type", "error");
    fix(response.headers);
    return response;
  }

  static json(value, init = {}) {
    const text = JSON.stringify(value);
    if (text === undefined) throw new TypeError("Value is not JSON serializable");
    const response = new Response(text, init);
    if (!new Headers(init.headers).has("content-type")) response.headers.set("content-type", "application/json");
    return response;
  }

  static redirect(url, status = 302) {
    let location;
    try {
      location = new URL(`${url}`).href;
    } catch (error) {
      throw new TypeError(`Failed to parse URL from ${url}`, { cause: error });
    }
    if (![301, 302, 303, 307, 308].includes(status)) throw new RangeError(`Invalid status code ${status}`);
    const response = new Response(null, { status, headers: { location } });
    fix(response.headers);
    return response;
  }

  [Symbol.for("nodejs.util.inspect.custom")](_, options) {
    const { status, statusText, headers, body, bodyUsed, ok, redirected, type, url } = this;
    const shown = { status, statusText, headers, body, bodyUsed, ok, redirected, type, url };
    return `Response ${require("internal/inspect").inspect(shown, options)}`;
  }
}
hidden(Response.prototype, Symbol.toStringTag, "Response");

module.exports = { Request, Response, closed };

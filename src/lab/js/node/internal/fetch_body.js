"use strict";

// Request and Response (fetch.spec.whatwg.org, sections 5.3 to 5.5). A body is bytes, or a stream
// of the program's own HTTP client.

const { Headers } = require("internal/fetch_headers");
const { codedError, hidden } = require("internal/errors");

/** Bytes that can be read once. */
class Body {
  #source = null;
  #stream;
  #used = false;

  constructor(source) {
    this.#source = source ?? null;
  }

  get body() {
    if (this.#source === null) return null;
    this.#stream ??= bodyStream(this.#source, () => (this.#used = true));
    return this.#stream;
  }

  get bodyUsed() {
    return this.#used;
  }

  async #bytes() {
    if (this.#used) throw new TypeError("Body is unusable: Body has already been read");
    this.#used = true;
    if (this.#source === null) return Buffer.alloc(0);
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
  const signal = source.endedBy;
  return signal?.aborted ? signal.reason : Object.assign(new TypeError("terminated"), { cause: error });
}

/** The little of a ReadableStream that a body needs. */
function bodyStream(source, onUse) {
  const begin = async function* () {
    onUse();
    if (source instanceof Uint8Array) yield new Uint8Array(source);
    else {
      try {
        for await (const part of source) yield new Uint8Array(part);
      } catch (error) {
        throw broken(source, error);
      }
    }
  };
  let iterator;
  return {
    locked: false,
    getReader() {
      if (this.locked) throw codedError("ERR_INVALID_STATE", "ReadableStream is locked");
      this.locked = true;
      iterator ??= begin();
      return {
        read: async () => {
          const { value, done } = await iterator.next();
          return done ? { value: undefined, done: true } : { value, done: false };
        },
        cancel: async () => void (await iterator.return()),
        releaseLock: () => {
          this.locked = false;
        },
      };
    },
    async cancel() {
      iterator ??= begin();
      await iterator.return();
    },
    [Symbol.asyncIterator]() {
      iterator ??= begin();
      return iterator;
    },
  };
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
  if (typeof value[Symbol.asyncIterator] === "function") return [value, undefined];
  if (Object.prototype.toString.call(value) === "[object FormData]") return require("internal/multipart").write(value);
  if (value instanceof Blob) return [Blob.bytes(value), value.type || undefined];
  return [Buffer.from(`${value}`), "text/plain;charset=UTF-8"];
}

/** What is asked. */
class Request extends Body {
  constructor(input, init = {}) {
    const before = input instanceof Request ? input : undefined;
    const [source, type] = bytesOf(init.body);
    super(source);
    const method = `${init.method ?? before?.method ?? "GET"}`;
    const url = before ? before.url : new URL(`${input}`).href;
    const known = ["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"];
    const upper = method.toUpperCase();
    const set = { method: known.includes(upper) ? upper : method, url, redirect: init.redirect ?? "follow", signal: init.signal ?? before?.signal };
    for (const name of Object.keys(set)) hidden(this, name, set[name]);
    hidden(this, "headers", new Headers(init.headers ?? before?.headers));
    if (source !== null && ["GET", "HEAD"].includes(this.method)) {
      throw new TypeError("Request with GET/HEAD method cannot have body.");
    }
    if (type && !this.headers.has("content-type")) this.headers.append("content-type", type);
    hidden(this, "source", source);
  }
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
    const set = {
      status, statusText: init.statusText ?? "", headers: new Headers(init.headers), url: init.url ?? "",
      redirected: Boolean(init.redirected), type: init.url ? "basic" : "default",
    };
    for (const name of Object.keys(set)) hidden(this, name, set[name]);
    if (type && !this.headers.has("content-type")) this.headers.append("content-type", type);
  }

  get ok() {
    return this.status >= 200 && this.status <= 299;
  }

  static json(value, init = {}) {
    const response = new Response(JSON.stringify(value), init);
    if (!new Headers(init.headers).has("content-type")) response.headers.set("content-type", "application/json");
    return response;
  }

  static redirect(url, status = 302) {
    return new Response(null, { status, headers: { location: new URL(`${url}`).href } });
  }

  [Symbol.for("nodejs.util.inspect.custom")](_, options) {
    const { status, statusText, headers, body, bodyUsed, ok, redirected, type, url } = this;
    const shown = { status, statusText, headers, body, bodyUsed, ok, redirected, type, url };
    return `Response ${require("internal/inspect").inspect(shown, options)}`;
  }
}
hidden(Response.prototype, Symbol.toStringTag, "Response");

module.exports = { Request, Response };

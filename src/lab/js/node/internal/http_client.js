"use strict";

// Requests of the program to its own servers (nodejs.org/api/http.html, `http.ClientRequest`).

const { OutgoingMessage } = require("internal/http_outgoing");
const { IncomingMessage, takeHead, takeEnd } = require("internal/http_incoming");
const { codedError, hidden } = require("internal/errors");
const { validateHeaderName } = require("internal/http_fields");
const { current } = require("internal/current_request");
const { STATUS_CODES } = require("internal/http_words");
const net = require("internal/net");

const LOOPBACK = ["localhost", "127.0.0.1", "::1", "[::1]", "0.0.0.0", "::"];
// eslint-disable-next-line no-control-regex
const BAD_PATH = /[^\u0021-\u00ff]/;

/** Keeps settings; each request has a connection of its own, which the memory between them makes cheap. */
class Agent {
  constructor(options = {}) {
    this.options = { ...options };
    this.keepAlive = options.keepAlive ?? false;
    this.maxSockets = options.maxSockets ?? Infinity;
    this.maxFreeSockets = options.maxFreeSockets ?? 256;
    this.sockets = {};
    this.freeSockets = {};
    this.requests = {};
    this.protocol = "http:";
    this.defaultPort = 80;
  }

  destroy() {}
}
const globalAgent = new Agent({ keepAlive: true, scheduling: "lifo", timeout: 5000 });

/**
 * @param {string | URL | object} input
 * @param {object | Function} [options]
 * @param {Function} [callback] of `response`
 */
function ClientRequest(input, options, callback) {
  OutgoingMessage.call(this);
  const [settings, onResponse] = settingsOf(input, options, callback);
  const method = settings.method === undefined || settings.method === null ? "GET" : settings.method;
  if (typeof method !== "string") throw codedError("ERR_INVALID_ARG_TYPE", "options.method", "string", method);
  validateHeaderName(method, "Method");
  const protocol = settings.protocol ?? "http:";
  if (protocol !== "http:") throw codedError("ERR_INVALID_PROTOCOL", protocol, "http:");
  if (settings.path !== undefined && BAD_PATH.test(settings.path)) throw codedError("ERR_UNESCAPED_CHARACTERS", "Request path");
  this.agent = settings.agent === false ? undefined : (settings.agent ?? globalAgent);
  this.method = method.toUpperCase();
  this.path = settings.path || "/";
  this.host = settings.hostname ?? settings.host ?? "localhost";
  this.protocol = protocol;
  this.port = Number(settings.port || settings.defaultPort || 80);
  this.res = null;
  this.aborted = false;
  this.reusedSocket = false;
  this.maxHeadersCount = null;
  this.timeoutMs = settings.timeout;
  this.shouldKeepAlive = Boolean(this.agent?.keepAlive);
  if (["GET", "HEAD", "DELETE", "OPTIONS", "TRACE", "CONNECT"].includes(this.method)) this.useChunkedEncodingByDefault = false;
  hidden(this, "parser", undefined);
  hidden(this, "freesWhenWhole", false);
  if (onResponse) this.once("response", onResponse);
  this._fill(settings);
  if (settings.signal) obey(this, settings.signal);
  this._connect();
}
Object.setPrototypeOf(ClientRequest.prototype, OutgoingMessage.prototype);
Object.setPrototypeOf(ClientRequest, OutgoingMessage);

function settingsOf(input, options, callback) {
  const isUrl = typeof input === "string" || input instanceof URL;
  const more = typeof options === "function" ? undefined : options;
  const onResponse = typeof options === "function" ? options : callback;
  if (!isUrl) return [{ ...input, ...more }, onResponse];
  const url = typeof input === "string" ? new URL(input) : input;
  const fromUrl = {
    protocol: url.protocol,
    hostname: url.hostname,
    path: `${url.pathname}${url.search}`,
    port: url.port === "" ? undefined : Number(url.port),
  };
  if (url.username || url.password) fromUrl.auth = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return [{ ...fromUrl, ...more }, onResponse];
}

function obey(request, signal) {
  const { AbortError } = require("internal/errors");
  const abort = () => request.destroy(new AbortError(undefined, { cause: signal.reason }));
  if (signal.aborted) process.nextTick(abort);
  else signal.addEventListener("abort", abort, { once: true });
}

const requesting = {
  /** Sets the fields that are given and those that every request has. */
  _fill(settings) {
    const { headers } = settings;
    if (Array.isArray(headers)) {
      for (let at = 0; at < headers.length; at += 2) this.appendHeader(headers[at], headers[at + 1]);
    } else if (headers) for (const name of Object.keys(headers)) this.setHeader(name, headers[name]);
    if (settings.auth && !this.hasHeader("authorization")) {
      this.setHeader("Authorization", `Basic ${Buffer.from(settings.auth).toString("base64")}`);
    }
    if (!this.hasHeader("host") && settings.setHost !== false) {
      const name = this.host.includes(":") && !this.host.startsWith("[") ? `[${this.host}]` : this.host;
      this.setHeader("Host", this.port === 80 ? name : `${name}:${this.port}`);
    }
  },

  _implicitHeader() {
    const fields = [...(this.known.fields?.values() ?? [])];
    this._storeHeader(`${this.method} ${this.path} HTTP/1.1\r\n`, fields);
  },

  _connect() {
    const address = this.host === "localhost" ? "::1" : this.host;
    process.nextTick(() => {
      if (this.destroyed) return this._fail(this.known.errored);
      if (!LOOPBACK.includes(this.host)) {
        const error = new Error(`getaddrinfo ENOTFOUND ${this.host}`);
        return this._fail(Object.assign(error, { errno: -3008, code: "ENOTFOUND", syscall: "getaddrinfo", hostname: this.host }));
      }
      host.trace("fetchSent", { method: this.method, url: `http://${this.host}:${this.port}${this.path}` }, current());
      const mishap = host.meetMishap(this.method, this.port, this.path, current());
      if (mishap === null) return this._use(net.connect(this.port, address));
      if (mishap.kind === "delay") return this._delay(mishap.ms, address);
      return this._use(net.connect(this.port, address, mishap.kind, mishap.kind === "answer" ? answerOf(mishap) : ""));
    });
  },

  /** A check wants the request to set out later. */
  _delay(ms, address) {
    const timers = require("timers");
    const timer = timers.setTimeout(() => {
      this.stopDelay = undefined;
      this._use(net.connect(this.port, address));
    }, ms);
    hidden(this, "stopDelay", () => {
      timers.clearTimeout(timer);
      process.nextTick(() => this._fail(this.known.errored));
    });
  },

  _use(socket) {
    this.socket = socket;
    hidden(socket, "_httpMessage", this);
    this.parser = host.newParser(false);
    if (this.method === "HEAD") this.parser.withoutBody();
    socket.readBy({ data: (bytes) => this._take(this.parser.feed(bytes)), end: () => this._ended() });
    socket.on("error", (error) => this._fail(error));
    socket.on("close", () => this._socketClosed());
    socket.on("drain", () => {
      if (!this.known.wantsDrain) return;
      this.known.wantsDrain = false;
      this.emit("drain");
    });
    socket.on("timeout", () => this.emit("timeout"));
    if (this.timeoutMs) socket.setTimeout(this.timeoutMs);
    this.emit("socket", socket);
    if (socket.connecting) socket.once("connect", () => this._flush());
    else this._flush();
  },

  _take(events) {
    for (const [kind, value, reason] of events) {
      if (this.destroyed && !this.res) return;
      if (kind === "head") this._begin(value);
      else if (kind === "body") {
        if (!this.res._dumped && !this.res.push(Buffer.from(value))) host.pause(this.socket.handle);
      } else if (kind === "end") {
        if (this.interim) this.interim = false;
        else this._whole(value);
      } else {
        const error = new Error(`Parse Error: ${reason}`);
        this.socket.destroy(Object.assign(error, { bytesParsed: 0, code: value, reason }));
        this._fail(error);
      }
    }
  },

  _begin(head) {
    if (head.status < 200 && head.status !== 101) {
      this.interim = true;
      if (head.status === 100) this.emit("continue");
      this.emit("information", { statusCode: head.status, statusMessage: head.reason, rawHeaders: head.fields });
      return;
    }
    const response = new IncomingMessage(this.socket);
    takeHead(response, head);
    response.req = this;
    this.res = response;
    this.keepsAlive = head.keepAlive;
    host.trace("fetchAnswered", { status: head.status }, current());
    if (!this.emit("response", response)) response._dump();
  },

  _whole(trailers) {
    const response = this.res;
    takeEnd(response, trailers);
    const finish = () => {
      this._closed = true;
      this.destroyed = true;
      this.socket.destroy();
      process.nextTick(() => this.emit("close"));
    };
    if (response.readableEnded || this.freesWhenWhole) finish();
    else response.once("end", finish);
  },

  _ended() {
    // An answer that breaks off is told by itself, and one that never began by the end of its socket.
    this._take(this.parser.finish().filter(([kind]) => ["head", "body", "end"].includes(kind)));
    if (this.res?.complete) return;
    this.socket.destroy();
  },

  _socketClosed() {
    if (this._closed) return;
    this._closed = true;
    this.destroyed = true;
    if (this.res) {
      if (!this.res.complete) this.res.destroy(hungUp("aborted"));
    } else if (!this.failed) this._fail(this.known.errored ?? hungUp("socket hang up"));
    this.emit("close");
  },

  _fail(error) {
    if (this.failed) return;
    this.failed = true;
    this.destroyed = true;
    this.emit("error", error ?? hungUp("socket hang up"));
    if (!this.socket) {
      this._closed = true;
      this.emit("close");
    }
  },

  destroy(error) {
    if (this.destroyed) return this;
    this.destroyed = true;
    this.known.errored = error ?? null;
    if (this.res) this.res._dump();
    if (this.socket) this.socket.destroy(error);
    else this.stopDelay?.();
    return this;
  },

  abort() {
    if (this.aborted) return;
    this.aborted = true;
    process.nextTick(() => this.emit("abort"));
    this.destroy();
  },

  setTimeout(ms, listener) {
    if (listener) this.once("timeout", listener);
    this.timeoutMs = ms;
    this.socket?.setTimeout(ms);
    return this;
  },

  setNoDelay() {},
  setSocketKeepAlive() {},
  clearTimeout() {
    this.setTimeout(0);
  },
};
for (const [name, value] of Object.entries(requesting)) {
  Object.defineProperty(ClientRequest.prototype, name, { value, writable: true, configurable: true, enumerable: false });
}

/** What something on the way answers, because a check wants it. */
function answerOf({ status, headers }) {
  const words = STATUS_CODES[status] ?? "Unknown";
  const own = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return `HTTP/1.1 ${status} ${words}\r\n${own}Content-Type: text/plain\r\nContent-Length: ${words.length}\r\nConnection: close\r\n\r\n${words}`;
}

function hungUp(words) {
  return Object.assign(new Error(words), { code: "ECONNRESET" });
}

module.exports = { ClientRequest, Agent, globalAgent };

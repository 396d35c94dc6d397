"use strict";

// The server (nodejs.org/api/http.html, `http.Server` and `http.ServerResponse`).

const EventEmitter = require("events");
const { codedError, systemError, hidden } = require("internal/errors");
const { validatePort } = require("internal/validate");
const { OutgoingMessage } = require("internal/http_outgoing");
const { ServerConnection, openRequests } = require("internal/http_connection");
const { STATUS_CODES } = require("internal/http_words");
const { pairs, validateHeaderName, validateHeaderValue, BAD_VALUE } = require("internal/http_fields");
const net = require("internal/net");

/** Bytes of an answer that the recording keeps. */
const RECORDED_BYTES_MAX = 2048;

/** @param {IncomingMessage} request */
function ServerResponse(request, options) {
  OutgoingMessage.call(this, options);
  if (request.method === "HEAD") this._hasBody = false;
  this.req = request;
  this.sendDate = true;
  this._sent100 = false;
  this._expect_continue = false;
  if (request.httpVersionMinor < 1) {
    this.useChunkedEncodingByDefault = /(?:^|\W)chunked(?:$|\W)/i.test(request.headers.te ?? "");
    this.shouldKeepAlive = false;
  }
}
Object.setPrototypeOf(ServerResponse.prototype, OutgoingMessage.prototype);
Object.setPrototypeOf(ServerResponse, OutgoingMessage);
ServerResponse.prototype.statusCode = 200;
ServerResponse.prototype.statusMessage = undefined;

const responding = {
  assignSocket(socket) {
    if (socket._httpMessage) throw codedError("ERR_HTTP_SOCKET_ASSIGNED");
    hidden(socket, "_httpMessage", this);
    this.socket = socket;
    this.emit("socket", socket);
    this._flush();
  },

  detachSocket(socket) {
    socket._httpMessage = null;
    this.socket = null;
  },

  writeContinue(callback) {
    this._writeRaw(Buffer.from("HTTP/1.1 100 Continue\r\n\r\n"), callback);
    this._sent100 = true;
  },

  writeProcessing(callback) {
    this._writeRaw(Buffer.from("HTTP/1.1 102 Processing\r\n\r\n"), callback);
  },

  writeEarlyHints(hints, callback) {
    let head = "HTTP/1.1 103 Early Hints\r\n";
    for (const [name, value] of Object.entries(hints)) {
      head += `${name === "link" ? "Link" : name}: ${[value].flat().join(", ")}\r\n`;
    }
    this._writeRaw(Buffer.from(`${head}\r\n`, "latin1"), callback);
  },

  _implicitHeader() {
    this.writeHead(this.statusCode);
  },

  writeHead(statusCode, reason, fields) {
    if (this._header) throw codedError("ERR_HTTP_HEADERS_SENT", "write");
    const status = statusCode | 0;
    if (status < 100 || status > 999) throw codedError("ERR_HTTP_INVALID_STATUS_CODE", statusCode);
    let given = fields;
    if (typeof reason === "string") this.statusMessage = reason;
    else {
      this.statusMessage ||= STATUS_CODES[status] || "unknown";
      given ??= reason;
    }
    this.statusCode = status;
    const list = this._merged(given);
    if (BAD_VALUE.test(this.statusMessage)) throw codedError("ERR_INVALID_CHAR", "statusMessage");
    if (status === 204 || status === 304 || status < 200) this._hasBody = false;
    // The client waits for a "continue" that it will never get, so nothing more comes from it.
    if (this._expect_continue && !this._sent100) this.shouldKeepAlive = false;
    this._storeHeader(`HTTP/1.1 ${status} ${this.statusMessage}\r\n`, list);
    host.traceHead(this.req.known?.number, status, this._header.toWellFormed());
    return this;
  },

  /** The fields set before with those of `writeHead`. */
  _merged(given) {
    let added = [];
    if (Array.isArray(given)) {
      if (given.length > 0 && Array.isArray(given[0])) added = given;
      else if (given.length % 2 === 0) added = pairs(given);
      else throw codedError("ERR_INVALID_ARG_VALUE", "headers", given);
    } else if (given) added = Object.keys(given).map((name) => [name, given[name]]);
    if (this.known.fields === undefined) {
      for (let at = 0; at < added.length; at += 1) {
        const name = added[at][0];
        const value = added[at][1];
        validateHeaderName(name);
        if (Array.isArray(value)) for (const one of value.flat()) validateHeaderValue(name, one);
        else validateHeaderValue(name, value);
      }
      return added;
    }
    if (Array.isArray(given)) for (const [name] of added) this.removeHeader(name);
    for (const [name, value] of added) {
      if (Array.isArray(given)) this.appendHeader(name, value);
      else if (name) this.setHeader(name, value);
    }
    return [...this.known.fields.values()];
  },

  /** Remembers what went out, for the recording. */
  bodySent(bytes) {
    const { known } = this;
    const room = RECORDED_BYTES_MAX - known.sentBytes;
    if (room > 0) {
      known.sentStart ??= [];
      known.sentStart.push(bytes.length > room ? bytes.subarray(0, room) : bytes);
    }
    known.sentBytes += bytes.length;
  },

  _finish() {
    const { sentBytes, sentStart = [] } = this.known;
    const body = sentStart.length === 1 ? sentStart[0] : Buffer.concat(sentStart);
    host.traceEnd(this.req.known?.number, sentBytes, body);
  },
};
for (const [name, value] of Object.entries(responding)) {
  Object.defineProperty(ServerResponse.prototype, name, { value, writable: true, configurable: true, enumerable: false });
}
ServerResponse.prototype.writeHeader = ServerResponse.prototype.writeHead;

/**
 * @param {object} [options]
 * @param {Function} [listener] of `request`
 */
function Server(options, listener) {
  if (!(this instanceof Server)) return new Server(options, listener);
  EventEmitter.call(this);
  require("internal/context").watch();
  const [settings, onRequest] = typeof options === "function" ? [{}, options] : [options ?? {}, listener];
  hidden(this, "settings", settings);
  hidden(this, "opened", undefined);
  hidden(this, "bound", undefined);
  hidden(this, "closing", false);
  hidden(this, "live", new Set());
  this.listening = false;
  this.timeout = 0;
  this.keepAliveTimeout = settings.keepAliveTimeout ?? 5000;
  this.headersTimeout = settings.headersTimeout ?? 60000;
  this.requestTimeout = settings.requestTimeout ?? 300000;
  this.maxHeadersCount = null;
  this.maxRequestsPerSocket = 0;
  if (onRequest) this.on("request", onRequest);
}
Object.setPrototypeOf(Server.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Server, EventEmitter);

const serving = {
  listen(...values) {
    const callback = typeof values.at(-1) === "function" ? values.at(-1) : undefined;
    const [port, address] = whereTo(values);
    if (callback) this.once("listening", callback);
    if (this.opened) throw codedError("ERR_SERVER_ALREADY_LISTEN");
    const isAny = address === undefined || address === "::";
    const name = isAny ? "::" : address === "localhost" ? "127.0.0.1" : address;
    try {
      this.opened = net.listen(port, (socket) => this._take(socket, isAny));
    } catch (error) {
      const words = error.code === "EADDRINUSE" ? `listen EADDRINUSE: address already in use ${name}:${port}` : error.message;
      const failure = systemError("listen", error.code ?? "EADDRINUSE", { address: name, port }, words);
      process.nextTick(() => this.emit("error", failure));
      return this;
    }
    this.listening = true;
    this.bound = { address: name, family: name.includes(":") ? "IPv6" : "IPv4", port: this.opened.port };
    process.nextTick(() => {
      if (this.opened) this.emit("listening");
    });
    return this;
  },

  _take(socket, isAny) {
    if (isAny && socket.remoteFamily === "IPv4") {
      socket.remoteAddress = `::ffff:${socket.remoteAddress}`;
      socket.remoteFamily = "IPv6";
    }
    new ServerConnection(this, socket);
    socket.server = this;
    this.emit("connection", socket);
  },

  address() {
    return this.opened ? { ...this.bound } : null;
  },

  close(callback) {
    if (typeof callback === "function") {
      if (this.opened) this.once("close", () => callback());
      else this.once("close", () => callback(codedError("ERR_SERVER_NOT_RUNNING")));
    }
    if (this.opened) {
      net.closeListener(this.opened.id);
      this.opened = undefined;
      this.listening = false;
    }
    this.closing = true;
    this.closeIdleConnections();
    process.nextTick(() => this._tellClosed());
    return this;
  },

  _tellClosed() {
    if (!this.closing || this.opened || this.live.size > 0) return;
    this.closing = false;
    this.emit("close");
  },

  closeIdleConnections() {
    for (const connection of this.live) if (connection.isIdle()) connection.socket.destroy();
  },

  closeAllConnections() {
    for (const connection of this.live) connection.socket.destroy();
  },

  setTimeout(ms, listener) {
    this.timeout = ms;
    if (listener) this.on("timeout", listener);
    return this;
  },

  getConnections(callback) {
    process.nextTick(callback, null, this.live.size);
    return this;
  },

  ref() {
    if (this.opened) host.refListener(this.opened.id, true);
    return this;
  },

  unref() {
    if (this.opened) host.refListener(this.opened.id, false);
    return this;
  },
};
for (const [name, value] of Object.entries(serving)) {
  Object.defineProperty(Server.prototype, name, { value, writable: true, configurable: true, enumerable: false });
}

/** Port and host of the many forms of `listen`. */
function whereTo(values) {
  const first = values[0];
  if (first !== null && typeof first === "object") {
    if (first.path !== undefined && first.port === undefined) throw codedError("ERR_INVALID_ARG_VALUE", "options", first, "names a path, and the lab has no sockets of files");
    return [validatePort(first.port ?? 0, "options.port"), first.host];
  }
  if (first === undefined || first === null || typeof first === "function") return [0, undefined];
  const port = validatePort(first, "options.port");
  return [port, typeof values[1] === "string" ? values[1] : undefined];
}

module.exports = { Server, ServerResponse, openRequests };

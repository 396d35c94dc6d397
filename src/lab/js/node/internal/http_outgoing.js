"use strict";

// A message that goes out. The bytes on the wire are those that Node writes, in its order.

const { Stream } = require("internal/stream_base");
const { codedError, hidden } = require("internal/errors");
const { validateHeaderName, validateHeaderValue } = require("internal/http_fields");

const HIGH_WATER_BYTES = 16384;

/** @param {object} [options] */
function OutgoingMessage(options) {
  Stream.call(this);
  this.outputData = [];
  this.outputSize = 0;
  this.writable = true;
  this.destroyed = false;
  this._last = false;
  this.chunkedEncoding = false;
  this.shouldKeepAlive = true;
  this.maxRequestsOnConnectionReached = false;
  this._defaultKeepAlive = true;
  this.useChunkedEncodingByDefault = true;
  this.sendDate = false;
  this._removedConnection = false;
  this._removedContLen = false;
  this._removedTE = false;
  this.strictContentLength = Boolean(options?.strictContentLength);
  this._contentLength = null;
  this._hasBody = true;
  this._trailer = "";
  this.finished = false;
  this._headerSent = false;
  this._closed = false;
  this.socket = null;
  this._header = null;
  this._keepAliveTimeout = 0;
  hidden(this, "fields", undefined);
  hidden(this, "errored", null);
  hidden(this, "isFlushed", false);
  hidden(this, "wantsDrain", false);
  hidden(this, "corks", 0);
}
Object.setPrototypeOf(OutgoingMessage.prototype, Stream.prototype);
Object.setPrototypeOf(OutgoingMessage, Stream);

const methods = {
  setHeader(name, value) {
    if (this._header) throw codedError("ERR_HTTP_HEADERS_SENT", "set");
    validateHeaderName(name);
    for (const one of Array.isArray(value) ? value : [value]) validateHeaderValue(name, one);
    this.fields ??= new Map();
    this.fields.set(name.toLowerCase(), [name, value]);
    return this;
  },

  setHeaders(headers) {
    for (const [name, value] of headers) this.setHeader(name, value);
    return this;
  },

  appendHeader(name, value) {
    if (this._header) throw codedError("ERR_HTTP_HEADERS_SENT", "append");
    const before = this.fields?.get(String(name).toLowerCase());
    if (before === undefined) return this.setHeader(name, value);
    for (const one of [value].flat()) validateHeaderValue(name, one);
    before[1] = [before[1], value].flat();
    return this;
  },

  getHeader(name) {
    if (typeof name !== "string") throw codedError("ERR_INVALID_ARG_TYPE", "name", "string", name);
    return this.fields?.get(name.toLowerCase())?.[1];
  },

  getHeaders() {
    const headers = Object.create(null);
    for (const [key, [, value]] of this.fields ?? []) headers[key] = value;
    return headers;
  },

  getHeaderNames() {
    return [...(this.fields?.keys() ?? [])];
  },

  getRawHeaderNames() {
    return [...(this.fields?.values() ?? [])].map(([name]) => name);
  },

  hasHeader(name) {
    if (typeof name !== "string") throw codedError("ERR_INVALID_ARG_TYPE", "name", "string", name);
    return Boolean(this.fields?.has(name.toLowerCase()));
  },

  removeHeader(name) {
    if (typeof name !== "string") throw codedError("ERR_INVALID_ARG_TYPE", "name", "string", name);
    if (this._header) throw codedError("ERR_HTTP_HEADERS_SENT", "remove");
    const key = name.toLowerCase();
    if (key === "connection") this._removedConnection = true;
    else if (key === "content-length") this._removedContLen = true;
    else if (key === "transfer-encoding") this._removedTE = true;
    else if (key === "date") this.sendDate = false;
    this.fields?.delete(key);
  },

  addTrailers(headers) {
    const list = Array.isArray(headers) ? headers : Object.entries(headers);
    for (const [name, value] of list) {
      validateHeaderName(name, "Trailer name");
      validateHeaderValue(name, value);
      this._trailer += `${name}: ${value}\r\n`;
    }
  },

  flushHeaders() {
    if (!this._header) this._implicitHeader();
    this._send("");
  },

  write(chunk, encoding, callback) {
    const [kind, done] = typeof encoding === "function" ? [undefined, encoding] : [encoding, callback];
    return put(this, chunk, kind, done, false);
  },

  end(chunk, encoding, callback) {
    let [last, kind, done] = [chunk, encoding, callback];
    if (typeof chunk === "function") [last, kind, done] = [undefined, undefined, chunk];
    else if (typeof encoding === "function") [kind, done] = [undefined, encoding];
    const hasChunk = last !== undefined && last !== null;
    if (this.finished) {
      if (hasChunk) refuse(this, codedError("ERR_STREAM_WRITE_AFTER_END"), done);
      else if (typeof done === "function") {
        if (this.writableFinished) done(codedError("ERR_STREAM_ALREADY_FINISHED", "end"));
        else this.on("finish", done);
      }
      return this;
    }
    this.socket?.cork();
    if (hasChunk) put(this, last, kind, undefined, true);
    else if (!this._header) {
      this._contentLength = 0;
      this._implicitHeader();
    }
    if (typeof done === "function") this.once("finish", done);
    const finish = () => flushed(this);
    if (this._hasBody && this.chunkedEncoding) this._send(`0\r\n${this._trailer}\r\n`, "latin1", finish);
    else this._send("", "latin1", finish);
    this.finished = true;
    this.socket?.uncork();
    this._finish();
    return this;
  },

  cork() {
    this.corks += 1;
    this.socket?.cork();
  },

  uncork() {
    this.corks = Math.max(0, this.corks - 1);
    this.socket?.uncork();
  },

  destroy(error) {
    if (this.destroyed) return this;
    this.destroyed = true;
    this.errored = error ?? null;
    if (this.socket) this.socket.destroy(error);
    else this.once("socket", (socket) => socket.destroy(error));
    return this;
  },

  setTimeout(ms, listener) {
    if (listener) this.on("timeout", listener);
    if (this.socket) this.socket.setTimeout(ms);
    else this.once("socket", (socket) => socket.setTimeout(ms));
    return this;
  },

  pipe() {
    this.emit("error", codedError("ERR_STREAM_CANNOT_PIPE"));
  },

  _implicitHeader() {
    throw codedError("ERR_METHOD_NOT_IMPLEMENTED", "_implicitHeader()");
  },

  _finish() {},

  /** Text or bytes behind the head, which goes out with the first of them. */
  _send(data, encoding = "latin1", callback = undefined) {
    let bytes = typeof data === "string" ? Buffer.from(data, encoding) : data;
    if (!this._headerSent) {
      this._headerSent = true;
      bytes = Buffer.concat([Buffer.from(this._header, "latin1"), bytes]);
    }
    return this._writeRaw(bytes, callback);
  },

  _writeRaw(bytes, callback) {
    if (this.socket?.writable && this.socket._httpMessage === this && !this.socket.connecting) {
      if (bytes.length === 0) {
        if (callback) process.nextTick(callback);
        return true;
      }
      return this.socket.write(bytes, callback);
    }
    this.outputData.push({ data: bytes, callback });
    this.outputSize += bytes.length;
    return this.outputSize < HIGH_WATER_BYTES;
  },

  /** Writes what had to wait for the socket. */
  _flush() {
    const waiting = this.outputData.splice(0);
    this.outputSize = 0;
    this.socket.cork();
    for (const { data, callback } of waiting) this._writeRaw(data, callback);
    this.socket.uncork();
    if (this.wantsDrain && !this.finished) {
      this.wantsDrain = false;
      this.emit("drain");
    }
  },

  /**
   * Writes the head down, with what Node adds to it.
   * @param {string} firstLine with its line end
   * @param {[string, unknown][]} fields
   */
  _storeHeader(firstLine, fields) {
    let head = firstLine;
    const seen = { connection: false, length: false, coding: false, date: false, trailer: false, expect: false };
    for (const [name, value] of fields) {
      for (const one of Array.isArray(value) ? value : [value]) head += `${name}: ${one}\r\n`;
      this._note(name.toLowerCase(), `${value}`, seen);
    }
    if (this.sendDate && !seen.date) head += `Date: ${new Date(host.wallClock()).toUTCString()}\r\n`;
    if (this.chunkedEncoding && (this.statusCode === 204 || this.statusCode === 304)) {
      this.chunkedEncoding = false;
      this.shouldKeepAlive = false;
    }
    if (this._removedConnection) {
      this._last = !this.shouldKeepAlive;
    } else if (!seen.connection) {
      const stays = this.shouldKeepAlive && (seen.length || this.useChunkedEncodingByDefault || this.agent);
      if (stays) {
        head += "Connection: keep-alive\r\n";
        if (this._keepAliveTimeout && this._defaultKeepAlive) {
          head += `Keep-Alive: timeout=${Math.floor(this._keepAliveTimeout / 1000)}\r\n`;
        }
      } else {
        this._last = true;
        head += "Connection: close\r\n";
      }
    }
    if (!seen.length && !seen.coding) head += this._framing(seen);
    if (!this.chunkedEncoding && seen.trailer) throw codedError("ERR_HTTP_TRAILER_INVALID");
    this._header = `${head}\r\n`;
    this._headerSent = false;
    if (seen.expect) this._send("");
  },

  _note(name, value, seen) {
    if (name === "connection") {
      seen.connection = true;
      this._removedConnection = false;
      if (/(?:^|\W)close(?:$|\W)/i.test(value)) this._last = true;
      else this.shouldKeepAlive = true;
    } else if (name === "transfer-encoding") {
      seen.coding = true;
      this._removedTE = false;
      if (/(?:^|\W)chunked(?:$|\W)/i.test(value)) this.chunkedEncoding = true;
    } else if (name === "content-length") {
      seen.length = true;
      this._contentLength = +value;
      this._removedContLen = false;
    } else if (name === "date" || name === "expect" || name === "trailer") seen[name] = true;
    else if (name === "keep-alive") this._defaultKeepAlive = false;
  },

  /** The field that says how long the body is, when the program did not. */
  _framing(seen) {
    if (!this._hasBody) {
      this.chunkedEncoding = false;
    } else if (!this.useChunkedEncodingByDefault) {
      this._last = true;
    } else if (!seen.trailer && !this._removedContLen && typeof this._contentLength === "number") {
      return `Content-Length: ${this._contentLength}\r\n`;
    } else if (!this._removedTE) {
      this.chunkedEncoding = true;
      return "Transfer-Encoding: chunked\r\n";
    }
    return "";
  },
};
for (const [name, value] of Object.entries(methods)) {
  Object.defineProperty(OutgoingMessage.prototype, name, { value, writable: true, configurable: true, enumerable: false });
}

const getters = {
  headersSent: (message) => Boolean(message._header),
  writableEnded: (message) => message.finished,
  writableFinished: (message) => message.finished && message.isFlushed,
  writableObjectMode: () => false,
  writableLength: (message) => message.outputSize + (message.socket?.writableLength ?? 0),
  writableHighWaterMark: (message) => message.socket?.writableHighWaterMark ?? HIGH_WATER_BYTES,
  writableCorked: (message) => message.corks,
  writableNeedDrain: (message) => !message.destroyed && !message.finished && message.wantsDrain,
  closed: (message) => message._closed,
  connection: (message) => message.socket,
};
for (const [name, read] of Object.entries(getters)) {
  Object.defineProperty(OutgoingMessage.prototype, name, {
    configurable: true,
    get() {
      return read(this);
    },
  });
}

function put(message, chunk, encoding, callback, isLast) {
  if (chunk === null) throw codedError("ERR_STREAM_NULL_VALUES");
  if (typeof chunk !== "string" && !(chunk instanceof Uint8Array)) {
    throw codedError("ERR_INVALID_ARG_TYPE", "chunk", ["string", "Buffer", "Uint8Array"], chunk);
  }
  let error;
  if (message.finished) error = codedError("ERR_STREAM_WRITE_AFTER_END");
  else if (message.destroyed) error = codedError("ERR_STREAM_DESTROYED", "write");
  if (error) {
    if (message.destroyed) process.nextTick(callback ?? (() => {}), error);
    else refuse(message, error, callback);
    return false;
  }
  const bytes = typeof chunk === "string" ? Buffer.from(chunk, encoding) : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  if (!message._header) {
    if (isLast) message._contentLength = bytes.length;
    message._implicitHeader();
  }
  if (!message._hasBody) {
    if (typeof callback === "function") process.nextTick(callback);
    return true;
  }
  message.bodySent?.(bytes);
  let went;
  if (message.chunkedEncoding && bytes.length > 0) {
    const size = Buffer.from(`${bytes.length.toString(16)}\r\n`, "latin1");
    went = message._send(Buffer.concat([size, bytes, Buffer.from("\r\n")]), undefined, callback);
  } else went = message._send(bytes, undefined, callback);
  if (!went) message.wantsDrain = true;
  return went;
}

function refuse(message, error, callback) {
  process.nextTick(() => {
    callback?.(error);
    if (!message.destroyed) message.emit("error", error);
  });
}

function flushed(message) {
  message.isFlushed = true;
  message.emit("prefinish");
  message.emit("finish");
}

module.exports = { OutgoingMessage };

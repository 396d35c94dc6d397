"use strict";

// A message that comes in: a request at a server, a response at a client.

const { Readable } = require("stream");
const { joinedFields, distinctFields } = require("internal/http_fields");
const { hidden } = require("internal/errors");

/** What a message keeps to itself. */
class Known {
  /** The fields as `headers` has them, once someone asked. */
  joined = undefined;
  /** Of a request, for the recording. */
  number = undefined;
  frame = undefined;
  /** The way of a request through routers, where one walks it. */
  walk = undefined;
}

/** @param {object} socket */
function IncomingMessage(socket) {
  Readable.call(this, socket ? { highWaterMark: socket.readableHighWaterMark } : undefined);
  this.httpVersionMajor = null;
  this.httpVersionMinor = null;
  this.httpVersion = null;
  this.complete = false;
  this.rawHeaders = [];
  this.rawTrailers = [];
  this.joinDuplicateHeaders = false;
  this.aborted = false;
  this.upgrade = null;
  this.url = "";
  this.method = null;
  this.statusCode = null;
  this.statusMessage = null;
  this.client = socket;
  this._consumed = false;
  this._dumped = false;
  hidden(this, "known", new Known());
  this.socket = socket;
}
Object.setPrototypeOf(IncomingMessage.prototype, Readable.prototype);
Object.setPrototypeOf(IncomingMessage, Readable);

Object.defineProperties(IncomingMessage.prototype, {
  connection: {
    configurable: true,
    get() {
      return this.socket;
    },
  },
  headers: {
    configurable: true,
    get() {
      this.known.joined ??= joinedFields(this.rawHeaders);
      return this.known.joined;
    },
    set(value) {
      this.known.joined = value;
    },
  },
  /** For what was made without the constructor. */
  known: {
    configurable: true,
    get() {
      hidden(this, "known", new Known());
      return this.known;
    },
  },
  headersDistinct: {
    configurable: true,
    get() {
      return distinctFields(this.rawHeaders);
    },
  },
  trailers: {
    configurable: true,
    get() {
      return joinedFields(this.rawTrailers);
    },
  },
});

IncomingMessage.prototype.setTimeout = function (ms, listener) {
  if (listener) this.on("timeout", listener);
  this.socket.setTimeout(ms);
  return this;
};

IncomingMessage.prototype._read = function () {
  this._consumed = true;
  if (this.socket?.handle !== undefined && !this.socket.destroyed) host.resume(this.socket.handle);
};

IncomingMessage.prototype._destroy = function (error, callback) {
  if (!this.readableEnded || !this.complete) {
    this.aborted = true;
    this.emit("aborted");
  }
  const finish = () => callback(this.listenerCount("error") === 0 ? null : error);
  if (this.socket && !this.socket.destroyed && this.aborted) {
    this.socket.once("close", finish);
    this.socket.destroy(this.socket.listenerCount("error") === 0 ? undefined : error);
  } else process.nextTick(finish);
};

/**
 * Ends a message whose body nobody asked for, where nobody listens: the steps of a stream's life
 * took a tenth of a request's time.
 * @returns {boolean} whether it did
 */
IncomingMessage.prototype._passBy = function () {
  const { _readableState: state } = this;
  if (this._dumped || this._eventsCount > 0 || !this.complete || state.length > 0 || state.destroyed) return false;
  this._dumped = true;
  Object.assign(state, PASSED);
  return true;
};

/** How the stream of such a message stands. */
const PASSED = { flowing: true, ended: true, endEmitted: true, destroyed: true, closed: true, closeEmitted: true };

/** Lets the rest of the body go by. */
IncomingMessage.prototype._dump = function () {
  if (this._dumped) return;
  this._dumped = true;
  this.resume();
};

/**
 * Fills in what the parser read of the head.
 * @param {IncomingMessage} message
 * @param {object} head
 */
function takeHead(message, head) {
  message.httpVersionMajor = 1;
  message.httpVersionMinor = head.minor;
  message.httpVersion = `1.${head.minor}`;
  message.rawHeaders = head.fields;
  if (head.method === undefined) {
    message.statusCode = head.status;
    message.statusMessage = head.reason;
  } else {
    message.method = head.method;
    message.url = head.target;
  }
}

/**
 * The message is whole.
 * @param {IncomingMessage} message
 * @param {string[]} trailers
 */
function takeEnd(message, trailers) {
  message.complete = true;
  message.rawTrailers = trailers;
  message.push(null);
}

module.exports = { IncomingMessage, takeHead, takeEnd };

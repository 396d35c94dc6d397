"use strict";

// A server's side of one connection: requests in, answers out in the same order.

const { IncomingMessage, takeHead, takeEnd } = require("internal/http_incoming");
const { during } = require("internal/current_request");
const { hidden } = require("internal/errors");
const { pairs } = require("internal/http_fields");

const BAD_REQUEST = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n";
const TOO_LARGE = "HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\n\r\n";

/** Requests that were taken and not answered. */
const open = new Set();
let lastNumber = 0;

/** @returns {[number, number]} requests that wait for an answer, and those of them whose body is not all there */
function openRequests() {
  let waiting = 0;
  for (const request of open) if (!request.complete) waiting += 1;
  return [open.size, waiting];
}

/** One connection of a server. */
class ServerConnection {
  constructor(server, socket) {
    this.server = server;
    this.socket = socket;
    this.parser = host.newParser(true);
    this.request = undefined;
    this.unanswered = [];
    this.responses = [];
    this.requests = 0;
    this.failed = false;
    socket.readBy(this);
    socket.setTimeout(server.timeout);
    socket.on("timeout", () => this.#idle());
    socket.on("error", (error) => this.#socketError(error));
    socket.on("close", () => this.#closed());
    socket.on("drain", () => this.responses[0]?.wantsDrain && drained(this.responses[0]));
  }

  isIdle() {
    return this.responses.length === 0 && this.request === undefined;
  }

  data(bytes) {
    for (const event of this.parser.feed(bytes)) {
      if (this.failed || this.socket.destroyed) return;
      this.#take(event, bytes);
    }
  }

  end() {
    for (const event of this.parser.finish()) this.#take(event, Buffer.alloc(0));
    if (this.failed || this.socket.destroyed) return;
    if (this.responses.length === 0) this.socket.end();
    else this.responses.at(-1)._last = true;
    // Whoever has heard everything and has nothing more to say is gone.
    this.socket.push(null);
    this.socket.resume();
  }

  #take(event, bytes) {
    const [kind, value] = event;
    if (kind === "head") this.#begin(value);
    else if (kind === "body") {
      const request = this.request;
      host.trace("bodyReceived", { bytes: value.byteLength }, request.number);
      during(request.number, () => {
        if (!request._dumped && !request.push(Buffer.from(value))) host.pause(this.socket.handle);
      });
    } else if (kind === "end") {
      const request = this.request;
      this.request = undefined;
      during(request.number, () => takeEnd(request, value));
    } else this.#refuse(event, bytes);
  }

  #begin(head) {
    const { nonce } = host.start;
    const fields = [];
    for (let at = 0; at < head.fields.length; at += 2) {
      if (head.fields[at].toLowerCase() !== nonce.name) fields.push(head.fields[at], head.fields[at + 1]);
    }
    head.fields = fields;
    const request = new (this.server.settings.IncomingMessage ?? IncomingMessage)(this.socket);
    takeHead(request, head);
    lastNumber += 1;
    request.number = lastNumber;
    this.requests += 1;
    this.request = request;
    this.socket.setTimeout(this.server.timeout);
    host.trace("requestReceived", { method: head.method, target: head.target, headers: pairs(fields) }, request.number);
    const { ServerResponse } = require("internal/http_server");
    const response = new (this.server.settings.ServerResponse ?? ServerResponse)(request);
    response._keepAliveTimeout = this.server.keepAliveTimeout;
    response.shouldKeepAlive = response.shouldKeepAlive && head.keepAlive;
    if (!head.keepAlive) response._last = true;
    this.responses.push(response);
    open.add(request);
    hidden(request, "response", response);
    response.on("finish", () => this.#finished(request, response));
    if (this.responses.length === 1) response.assignSocket(this.socket);
    during(request.number, () => this.#hand(request, response));
  }

  #hand(request, response) {
    const { server } = this;
    if (request.httpVersionMinor === 1 && request.headers.host === undefined && server.settings.requireHostHeader !== false) {
      response.writeHead(400, ["Connection", "close"]);
      response.end();
      return;
    }
    const expected = request.headers.expect;
    if (expected === undefined || request.httpVersionMinor < 1) {
      server.emit("request", request, response);
    } else if (/(?:^|\W)100-continue(?:$|\W)/i.test(expected)) {
      response._expect_continue = true;
      if (server.listenerCount("checkContinue") > 0) {
        server.emit("checkContinue", request, response);
      } else {
        response.writeContinue();
        server.emit("request", request, response);
      }
    } else if (server.listenerCount("checkExpectation") > 0) {
      server.emit("checkExpectation", request, response);
    } else {
      response.writeHead(417);
      response.end();
    }
  }

  #finished(request, response) {
    open.delete(request);
    this.responses.shift();
    if (!request._consumed && !request.destroyed) request._dump();
    response.detachSocket(this.socket);
    process.nextTick(closeResponse, response);
    if (response._last) {
      if (this.socket.writable) this.socket.destroySoon();
      return;
    }
    const next = this.responses[0];
    if (next) next.assignSocket(this.socket);
    else if (!this.server.opened && this.request === undefined) this.socket.destroySoon();
    else if (this.server.keepAliveTimeout > 0) this.socket.setTimeout(this.server.keepAliveTimeout);
  }

  #idle() {
    const [response] = this.responses;
    const heard = [this.request, response, this.server].filter((one) => one?.emit("timeout", this.socket));
    if (heard.length === 0) this.socket.destroy();
  }

  #refuse([, code, reason], bytes) {
    this.failed = true;
    const error = new Error(`Parse Error: ${reason}`);
    Object.assign(error, { bytesParsed: 0, code, reason, rawPacket: bytes });
    this.#socketError(error);
  }

  #socketError(error) {
    const { socket } = this;
    if (this.server.emit("clientError", error, socket)) return;
    const isParse = typeof error.code === "string" && error.code.startsWith("HPE_");
    if (isParse && socket.writable && !this.responses[0]?.headersSent) {
      socket.write(error.code === "HPE_HEADER_OVERFLOW" ? TOO_LARGE : BAD_REQUEST, () => socket.destroy());
    } else socket.destroy(isParse ? undefined : null);
  }

  #closed() {
    for (const response of this.responses.splice(0)) {
      const request = response.req;
      open.delete(request);
      host.trace("clientLeft", {}, request.number);
      during(request.number, () => {
        response.destroyed = true;
        response._closed = true;
        response.emit("close");
        if (!request.destroyed) request.destroy(request.complete && request.readableEnded ? null : aborted());
      });
    }
    if (this.request && !this.request.destroyed) this.request.destroy(aborted());
  }
}

function drained(response) {
  response.wantsDrain = false;
  response.emit("drain");
}

function closeResponse(response) {
  response.destroyed = true;
  response._closed = true;
  response.emit("close");
}

function aborted() {
  const error = new Error("aborted");
  error.code = "ECONNRESET";
  return error;
}

module.exports = { ServerConnection, openRequests };

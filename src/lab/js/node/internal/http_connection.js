"use strict";

// A server's side of one connection: requests in, answers out in the same order.

const { IncomingMessage, takeHead, takeEnd } = require("internal/http_incoming");
const { slot, within } = require("internal/context");
const { frameOf } = require("internal/current_request");

const BAD_REQUEST = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n";
const TOO_LARGE = "HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\n\r\n";

/** Requests that were taken and not answered. */
const open = new Set();
let lastNumber = 0;
/** Of the module that loads this one, so it is asked for late, and once. */
let ServerResponse;

/** @returns {[number, number]} requests that wait for an answer, and those of them whose body is not all there */
function openRequests() {
  let waiting = 0;
  for (const request of open) if (!request.complete) waiting += 1;
  return [open.size, waiting];
}

// Listeners of a socket, which knows its connection.

function onTimeout() {
  tellIdle(this.link.reader);
}

function onError(error) {
  socketError(this.link.reader, error);
}

function onClose() {
  closed(this.link.reader);
}

function onDrain() {
  const [response] = this.link.reader.responses;
  if (response?.known.wantsDrain) drained(response);
}

/** One connection of a server. */
class ServerConnection {
  constructor(server, socket) {
    this.server = server;
    this.socket = socket;
    this.parser = host.newParser(true);
    this.request = undefined;
    this.responses = [];
    this.requests = 0;
    this.failed = false;
    socket.readBy(this);
    socket.setTimeout(server.timeout);
    socket.on("timeout", onTimeout);
    socket.on("error", onError);
    socket.on("close", onClose);
    socket.on("drain", onDrain);
    server.live.add(this);
  }

  isIdle() {
    return this.responses.length === 0 && this.request === undefined;
  }

  data(bytes) {
    const heard = this.parser.feed(bytes);
    for (let at = 0; at < heard.length; at += 1) {
      if (this.failed || this.socket.destroyed) return;
      take(this, heard[at], bytes);
    }
  }

  end() {
    const left = this.parser.finish();
    for (let at = 0; at < left.length; at += 1) take(this, left[at], Buffer.alloc(0));
    if (this.failed || this.socket.destroyed) return;
    if (this.isIdle() && this.socket.hangUp()) return;
    if (this.responses.length > 0 && this.server.httpAllowHalfOpen) this.responses.at(-1)._last = true;
    else {
      abandon(this);
      if (this.socket.destroyed) return;
      this.socket.end();
    }
    // Whoever has heard everything and has nothing more to say is gone.
    this.socket.push(null);
    this.socket.resume();
  }
}

/** Nobody waits for the answers of this connection any more. */
function abandon(connection) {
  for (const { req: request } of [...connection.responses]) {
    if (!request.destroyed) within(request.known.frame, () => request.destroy(aborted()));
  }
}

function take(connection, event, bytes) {
  const kind = event[0];
  const value = event[1];
  if (kind === "head") begin(connection, value);
  else if (kind === "body") {
    const request = connection.request;
    host.traceBody(request.known.number, value);
    within(request.known.frame, () => {
      if (!request._dumped && !request.push(Buffer.from(value))) host.pause(connection.socket.handle);
    });
  } else if (kind === "end") {
    const request = connection.request;
    connection.request = undefined;
    within(request.known.frame, () => takeEnd(request, value));
  } else refuse(connection, event, bytes);
}

function begin(connection, head) {
  const request = new (connection.server.settings.IncomingMessage ?? IncomingMessage)(connection.socket);
  takeHead(request, head);
  lastNumber += 1;
  request.known.number = lastNumber;
  request.known.frame = frameOf(lastNumber, slot.frame);
  connection.requests += 1;
  connection.request = request;
  connection.socket.setTimeout(connection.server.timeout);
  host.traceRequest(lastNumber, head.method, head.target, head.fields);
  ServerResponse ??= require("internal/http_server").ServerResponse;
  const response = new (connection.server.settings.ServerResponse ?? ServerResponse)(request);
  response._keepAliveTimeout = connection.server.keepAliveTimeout;
  response.shouldKeepAlive = head.keepAlive;
  if (!head.keepAlive) response._last = true;
  connection.responses.push(response);
  open.add(request);
  response.known.connection = connection;
  response.on("finish", onFinish);
  if (connection.responses.length === 1) response.assignSocket(connection.socket);
  within(request.known.frame, hand, connection, request, response, head);
}

function onFinish() {
  finished(this.known.connection, this.req, this);
}

function hand(connection, request, response, head) {
  const { server } = connection;
  if (head.minor === 1 && head.isHostless && server.settings.requireHostHeader !== false) {
    response.writeHead(400, ["Connection", "close"]);
    response.end();
    return;
  }
  const { expect: expected } = head;
  if (expected === undefined || head.minor < 1) {
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

/** Whatever a program made of its routers, the recording is not what fails it. */
function tellUnreached(request) {
  try {
    request.known.walk?.tellUnreached();
  } catch {}
}

function finished(connection, request, response) {
  tellUnreached(request);
  open.delete(request);
  connection.responses.shift();
  const isLeft = !request._consumed && !request.destroyed;
  if (isLeft && request._eventsCount > 0) request._dump();
  response.detachSocket(connection.socket);
  process.nextTick(closeResponse, response, isLeft);
  if (response._last) {
    if (connection.socket.writable) connection.socket.destroySoon();
    return;
  }
  const next = connection.responses[0];
  if (next) next.assignSocket(connection.socket);
  else if (!connection.server.opened && connection.request === undefined) connection.socket.destroySoon();
  else if (connection.server.keepAliveTimeout > 0) connection.socket.setTimeout(connection.server.keepAliveTimeout);
}

function tellIdle(connection) {
  const [response] = connection.responses;
  const heard = [connection.request, response, connection.server].filter((one) => one?.emit("timeout", connection.socket));
  if (heard.length === 0) connection.socket.destroy();
}

function refuse(connection, [, code, reason], bytes) {
  connection.failed = true;
  const error = new Error(`Parse Error: ${reason}`);
  Object.assign(error, { bytesParsed: 0, code, reason, rawPacket: bytes });
  socketError(connection, error);
}

function socketError(connection, error) {
  const { socket } = connection;
  if (connection.server.emit("clientError", error, socket)) return;
  const isParse = typeof error.code === "string" && error.code.startsWith("HPE_");
  if (isParse && socket.writable && !connection.responses[0]?.headersSent) {
    socket.write(error.code === "HPE_HEADER_OVERFLOW" ? TOO_LARGE : BAD_REQUEST, () => socket.destroy());
  } else socket.destroy(isParse ? undefined : null);
}

function closed(connection) {
  const unanswered = connection.responses;
  connection.responses = [];
  for (const response of unanswered) {
    const request = response.req;
    open.delete(request);
    host.trace("clientLeft", {}, request.known.number);
    within(request.known.frame, () => {
      response.destroyed = true;
      response._closed = true;
      response.emit("close");
      if (!request.destroyed) request.destroy(request.complete && request.readableEnded ? null : aborted());
    });
  }
  if (connection.request && !connection.request.destroyed) connection.request.destroy(aborted());
  connection.server.live.delete(connection);
  connection.server._tellClosed();
}

function drained(response) {
  response.known.wantsDrain = false;
  response.emit("drain");
}

function closeResponse(response, isRequestLeft) {
  if (isRequestLeft && !response.req._passBy()) response.req._dump();
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

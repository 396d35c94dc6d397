"use strict";

// HTTP servers and requests (nodejs.org/api/http.html).

const { METHODS, STATUS_CODES } = require("internal/http_words");
const { IncomingMessage } = require("internal/http_incoming");
const { OutgoingMessage } = require("internal/http_outgoing");
const { Server, ServerResponse } = require("internal/http_server");
const { ClientRequest, Agent, globalAgent } = require("internal/http_client");
const { validateHeaderName, validateHeaderValue } = require("internal/http_fields");

/**
 * @param {object | Function} [options]
 * @param {Function} [listener] of `request`
 * @returns {Server}
 */
function createServer(options, listener) {
  return new Server(options, listener);
}

/**
 * @param {string | URL | object} url
 * @param {object | Function} [options]
 * @param {Function} [callback]
 * @returns {ClientRequest} which is to be ended
 */
function request(url, options, callback) {
  return new ClientRequest(url, options, callback);
}

/**
 * @param {string | URL | object} url
 * @param {object | Function} [options]
 * @param {Function} [callback]
 * @returns {ClientRequest} which is ended
 */
function get(url, options, callback) {
  return request(url, options, callback).end();
}

module.exports = {
  METHODS,
  STATUS_CODES,
  Agent,
  ClientRequest,
  IncomingMessage,
  OutgoingMessage,
  Server,
  ServerResponse,
  createServer,
  validateHeaderName,
  validateHeaderValue,
  get,
  request,
  maxHeaderSize: 16384,
  globalAgent,
};

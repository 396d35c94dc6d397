"use strict";

// Where the options of a client point to, and what Node says of places that are not there.

const { URL } = require("url");
const net = require("net");
const { ConnectionTimeoutError } = require("npm/redis/errors");

/** The names of this machine. */
const HERE = /^(localhost|127(\.\d{1,3}){3}|::1|0\.0\.0\.0)$/;
/** Numbers of the system's errors. */
const [ENOTFOUND, ENOENT, ECONNRESET] = [-3008, -2, -104];

/** @param {string} url @returns {object} the options that it stands for */
function parseUrl(url) {
  if (url.startsWith("unix:")) return { socket: { path: url.replace(/^unix:\/\//, "").replace(/[?#].*$/, ""), tls: false } };
  const { hostname, port, protocol, username, password, pathname } = new URL(url);
  if (protocol !== "redis:" && protocol !== "rediss:") {
    throw new TypeError(`Protocol - ${protocol} - is not a valid Redis protocol. Expected redis: or rediss:`);
  }
  const parsed = { socket: { host: hostname.replace(/^\[([0-9a-f:]+)\]$/, "$1"), tls: protocol === "rediss:" } };
  if (port) parsed.socket.port = Number(port);
  if (username) parsed.username = decodeURIComponent(username);
  if (password) parsed.password = decodeURIComponent(password);
  if (pathname.length > 1) {
    parsed.database = Number(pathname.slice(1));
    if (Number.isNaN(parsed.database)) throw new TypeError("Invalid pathname");
  }
  return parsed;
}

/** @param {object} given @returns {object} the options of a client, with those of its URL */
function optionsOf(given = {}) {
  if (!given.url) return { ...given };
  const parsed = parseUrl(given.url);
  const { tls } = given.socket ?? {};
  if (tls !== undefined && tls !== parsed.socket.tls) {
    throw new TypeError(`tls socket option is set to ${tls} which is mismatch with protocol or the URL ${given.url} passed`);
  }
  return { ...given, ...parsed, socket: { ...given.socket, ...parsed.socket } };
}

/** @param {object} [socket] options of it @returns {Error | undefined} why nothing is there */
function faultOf(socket = {}) {
  if (socket.path !== undefined) {
    const missing = { errno: ENOENT, code: "ENOENT", syscall: "connect", address: socket.path };
    return Object.assign(new Error(`connect ENOENT ${socket.path}`), missing);
  }
  const host = socket.host || "localhost";
  if (!HERE.test(host)) {
    if (net.isIP(host) !== 0) return new ConnectionTimeoutError();
    const unknown = { errno: ENOTFOUND, code: "ENOTFOUND", syscall: "getaddrinfo", hostname: host };
    return Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), unknown);
  }
  if (!socket.tls) return undefined;
  const reset = { errno: ECONNRESET, code: "ECONNRESET", syscall: "read" };
  return Object.assign(new Error("read ECONNRESET"), reset);
}

module.exports = { optionsOf, parseUrl, faultOf };

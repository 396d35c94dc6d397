"use strict";

// Addresses (nodejs.org/api/net.html); servers and sockets of their own are refused.

const { allRefused } = require("internal/refused");

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** @param {unknown} text @returns {boolean} */
function isIPv4(text) {
  return IPV4.test(`${text}`);
}

/** @param {unknown} text @returns {boolean} */
function isIPv6(text) {
  let address = `${text}`;
  const zone = address.indexOf("%");
  if (zone >= 0) {
    if (!/^%[0-9a-zA-Z\-.:]+$/.test(address.slice(zone))) return false;
    address = address.slice(0, zone);
  }
  const last = address.slice(address.lastIndexOf(":") + 1);
  if (last.includes(".")) {
    if (!isIPv4(last)) return false;
    // An address of version 4 takes two groups.
    address = `${address.slice(0, -last.length)}0:0`;
  }
  const halves = address.split("::");
  if (halves.length > 2) return false;
  const groups = halves.map((half) => (half === "" ? [] : half.split(":")));
  const count = groups.flat().length;
  const isWhole = groups.flat().every((group) => /^[0-9a-fA-F]{1,4}$/.test(group));
  return isWhole && (halves.length === 2 ? count < 8 : count === 8);
}

/** @param {unknown} text @returns {0 | 4 | 6} */
function isIP(text) {
  if (isIPv4(text)) return 4;
  return isIPv6(text) ? 6 : 0;
}

module.exports = {
  isIP,
  isIPv4,
  isIPv6,
  ...allRefused("net", ["BlockList", "SocketAddress", "connect", "createConnection", "createServer"]),
  get Server() {
    return require("http").Server;
  },
  get Socket() {
    return require("internal/net").Socket;
  },
};

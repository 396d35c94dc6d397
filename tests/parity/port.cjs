"use strict";

// Several servers of the course run at once: what listens on the port that they all name gets one of its own.

const net = require("net");

const NAMED = 3000;
const own = Number(process.env.PARITY_PORT);
const { listen } = net.Server.prototype;

net.Server.prototype.listen = function (first, ...rest) {
  if (first !== null && typeof first === "object" && Number(first.port) === NAMED) {
    return listen.call(this, { ...first, port: own }, ...rest);
  }
  return listen.call(this, Number(first) === NAMED ? own : first, ...rest);
};

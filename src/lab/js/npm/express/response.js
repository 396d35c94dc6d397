"use strict";

// The response as handlers see it (expressjs.com/en/5x/api.html#res): the least that a route needs.

const { ServerResponse } = require("http");

const res = (module.exports = Object.create(ServerResponse.prototype));

res.status = function status(code) {
  this.statusCode = code;
  return this;
};

res.set = res.header = function header(name, value) {
  this.setHeader(name, value);
  return this;
};

res.get = function get(name) {
  return this.getHeader(name);
};

res.send = function send(body) {
  if (!this.get("Content-Type")) this.set("Content-Type", "text/html; charset=utf-8");
  this.set("Content-Length", Buffer.byteLength(body));
  if (this.req.method === "HEAD") this.end();
  else this.end(body);
  return this;
};

res.json = function json(value) {
  if (!this.get("Content-Type")) this.set("Content-Type", "application/json; charset=utf-8");
  return this.send(JSON.stringify(value));
};

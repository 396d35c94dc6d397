const { randomUUID } = require("crypto");
const express = require("express");
const { log } = require("./log.js");
const shop = require("./shop.js");
const app = express();

// id: keep a valid one, else make one; tell the client
const VALID = /^[A-Za-z0-9-]{8,64}$/;

function requestId(req, res, next) {
  const sent = req.get("X-Request-Id") ?? "";
  req.id = VALID.test(sent) ? sent : randomUUID();
  res.set("X-Request-Id", req.id);
  next();
}

function logger(req, res, next) {
  // start: remember when, and which path
  const start = Date.now();
  const path = req.path;
  // finish: log what was sent
  res.on("finish", () => {
    const ms = Date.now() - start;
    const status = res.statusCode;
    log({ id: req.id, method: req.method, path, status, ms });
  });
  // pass on
  next();
}

app.use(requestId);
app.use(logger);

app.use(shop);
app.listen(3000);

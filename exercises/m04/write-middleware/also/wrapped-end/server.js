const { randomBytes } = require("node:crypto");
const express = require("express");
const { log } = require("./log.js");
const shop = require("./shop.js");
const app = express();

// One middleware for each job; both put what they know on res.locals.
const timer = (req, res, next) => {
  res.locals.start = process.hrtime.bigint();
  const end = res.end;
  res.end = function (...args) {
    const result = end.apply(this, args);
    const ms = Number(process.hrtime.bigint() - res.locals.start) / 1e6;
    log({
      id: res.locals.id,
      method: req.method,
      path: (req.baseUrl ?? "") + req.path,
      status: res.statusCode,
      ms,
    });
    return result;
  };
  next();
};

const identify = (req, res, next) => {
  const match = /^[a-z\d-]+$/i.exec(req.header("x-request-id") || "");
  const fits = match && match[0].length >= 8 && match[0].length <= 64;
  res.locals.id = fits ? match[0] : randomBytes(12).toString("hex");
  res.header("X-Request-ID", res.locals.id);
  next();
};

app.use(timer, identify);

app.use(shop);
app.listen(3000);

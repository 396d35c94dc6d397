"use strict";

const express = require("express");
const ask = require("./express/ask");

const app = express();
const log = [];
const mark = (name) => (req, res, next) => {
  log.push(name);
  next();
};
app.get("/route", mark("one"), (req, res, next) => next("route"), mark("not"));
app.get("/route", mark("two"), (req, res) => res.end("second"));
const router = express.Router();
router.get("/router", mark("in"), (req, res, next) => next("router"));
router.use(mark("not"));
app.use(router);
app.get("/router", (req, res) => res.end("outside"));
app.get("/arrays", [mark("a"), [mark("b"), [mark("c")]]], mark("d"), (req, res) => res.end("arrays"));
app.get("/error", (req, res, next) => next(new Error("one")), mark("not"), (error, req, res, next) => {
  log.push(`in route ${error.message}`);
  next(error);
});
app.get("/string", (req, res, next) => next("text"));
app.get("/async", async () => {
  throw new Error("async");
});
app.get("/reject", () => Promise.reject());
app.get("/throw", () => {
  throw new Error("sync");
});
app.get("/recover", (req, res, next) => next(new Error("gone")));
app.get("/async-route", async (req, res, next) => {
  await null;
  next("route");
});
app.use(mark("use"));
app.use((error, req, res, next) => {
  log.push(`first ${error.message ?? error}`);
  if (req.path === "/recover") next();
  else next(error);
});
app.use(async (error, req, res, next) => {
  if (req.path === "/async") throw new Error(`again ${error.message}`);
  next(error);
});
app.get("/recover", (req, res) => res.end("recovered"));
app.use((error, req, res, next) => {
  res.statusCode = 500;
  res.end(`error ${error.message ?? error}`);
});
const server = app.listen(0, async () => {
  for (const path of ["/route", "/router", "/arrays", "/error", "/string", "/async", "/reject", "/throw", "/recover", "/async-route"]) {
    const { status, text } = await ask(server.address().port, path);
    console.log(path, status, text.split("\n").length > 1 ? "page" : text, log.splice(0).join(" | "));
  }
  server.close();
});

"use strict";

const express = require("express");
const ask = require("./express/ask");

const app = express();
const child = express();
const log = [];
app.request.shout = function () {
  return `outer ${this.path}`;
};
child.request.whisper = () => "child only";
app.use((req, res, next) => {
  log.push([typeof req.whisper, req.shout(), req.app === app, typeof res.app.get("env")]);
  res.locals.a = 1;
  next();
});
child.get("/in", (req, res, next) => {
  log.push([req.whisper(), req.shout(), req.app === child, req.baseUrl, req.url, res.locals.a]);
  next();
});
child.get("/fail", () => {
  throw new Error("from the child");
});
app.use("/c", child);
app.use((req, res) => {
  log.push([typeof req.whisper, req.app === app, req.baseUrl, req.url]);
  res.end("end");
});
app.use((error, req, res, next) => res.end(`caught ${error.message} ${req.app === app}`));
const server = app.listen(0, async () => {
  for (const path of ["/c/in", "/c/fail", "/c", "/other"]) console.log(path, (await ask(server.address().port, path)).text, JSON.stringify(log.splice(0)));
  app.disable("x-powered-by");
  console.log((await ask(server.address().port, "/x")).headers["x-powered-by"]);
  server.close();
});

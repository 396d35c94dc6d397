"use strict";

const express = require("express");
const http = require("http");
const ask = require("./express/ask");

// A router and an application without a server around them, and applications side by side.
const router = express.Router();
router.get("/a", (req, res) => res.end(`router ${req.params === undefined} ${req.url} ${req.originalUrl} ${JSON.stringify(req.baseUrl)}`));
const seen = [];
const server = http.createServer((req, res) => {
  router(req, res, (error) => {
    seen.push([String(error), req.url, JSON.stringify(req.baseUrl), req.params === undefined, req.next === undefined]);
    res.end("left");
  });
});
server.listen(0, async () => {
  const { port } = server.address();
  console.log((await ask(port, "/a")).text, (await ask(port, "/b")).text, (await ask(port, "/a", { method: "OPTIONS" })).text);
  console.log(JSON.stringify(seen));
  try {
    router.handle({ url: "/" }, {});
  } catch (error) {
    console.log(error.message);
  }
  const app = express();
  app.get("/x", (req, res) => res.end("x"));
  server.removeAllListeners("request").on("request", (req, res) => app(req, res, (error) => res.end(`own end ${error}`)));
  console.log((await ask(port, "/x")).text, (await ask(port, "/y")).text);
  server.close();
});

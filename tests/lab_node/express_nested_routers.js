"use strict";

const express = require("express");
const ask = require("./express/ask");

const app = express();
const outer = express.Router();
const inner = express.Router();
const leaf = express.Router();
const line = (req) => `${req.baseUrl} ${req.url} ${req.originalUrl} ${JSON.stringify(req.params)}`;
leaf.get("/end/:z", (req, res) => res.end(`leaf ${line(req)}`));
leaf.use((req, res, next) => next());
inner.use("/leaf", leaf);
inner.get("/", (req, res) => res.end(`inner root ${line(req)}`));
inner.get("/skip", (req, res, next) => next("router"));
inner.get("/fail", () => {
  throw new Error("inner");
});
outer.use("/inner/:i", inner);
outer.get("/inner/:i/skip", (req, res) => res.end(`outer took over ${line(req)}`));
outer.use((error, req, res, next) => next(new Error(`outer ${error.message} at ${req.baseUrl}${req.url}`)));
app.use("/outer", outer);
app.use((req, res) => res.end(`rest ${line(req)}`));
app.use((error, req, res, next) => res.end(`${error.message} ${line(req)}`));
const server = app.listen(0, async () => {
  for (const path of ["/outer/inner/1/leaf/end/9?q=1", "/outer/inner/1", "/outer/inner/1/", "/outer/inner/1?x", "/outer/inner/1/skip", "/outer/inner/1/fail", "/outer/none", "/outer"]) {
    console.log(path, (await ask(server.address().port, path)).text);
  }
  server.close();
});

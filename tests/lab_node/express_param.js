"use strict";

const express = require("express");
const ask = require("./express/ask");

const app = express();
const log = [];
app.param("id", (req, res, next, value, name) => {
  log.push(`${name}=${value}`);
  req.params.id = `[${value}]`;
  next();
});
app.param("id", async (req, res, next, value) => {
  log.push(`second ${value} ${req.params.id}`);
  await null;
  next();
});
app.param(["a", "b"], (req, res, next, value, name) => {
  log.push(`${name}:${value}`);
  if (value === "bad") next(new Error("bad value"));
  else if (value === "skip") next("route");
  else if (value === "throw") throw new Error("thrown");
  else next();
});
app.get("/u/:id", (req, res, next) => next());
app.get("/u/:id", (req, res) => res.end(JSON.stringify(req.params)));
app.get("/:a/:b", (req, res) => res.end(`ab ${JSON.stringify(req.params)}`));
app.get("/:a/:c", (req, res) => res.end(`ac ${JSON.stringify(req.params)}`));
const router = express.Router();
router.param("id", (req, res, next, value) => {
  log.push(`router ${value}`);
  next();
});
router.get("/:id", (req, res) => res.end(`router ${JSON.stringify(req.params)}`));
app.use("/r/s", router);
app.use((error, req, res, next) => {
  res.statusCode = 500;
  res.end(`error ${error.message}`);
});
const server = app.listen(0, async () => {
  for (const path of ["/u/5", "/x/y", "/bad/y", "/x/bad", "/x/skip", "/throw/1", "/r/s/7"]) {
    const { status, text } = await ask(server.address().port, path);
    console.log(path, status, text.slice(0, 60).split("\n")[0], log.splice(0).join(" | "));
  }
  server.close();
});

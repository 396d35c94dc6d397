"use strict";

const express = require("express");
const ask = require("./express/ask");

const app = express();
app.use("/old", (req, res, next) => {
  req.url = req.url.replace("/old", "/new").replace("/move", "/moved");
  next();
});
app.use((req, res, next) => {
  if (req.url.startsWith("/alias")) req.url = `/real${req.url.slice(6)}`;
  if (req.headers["x-method"]) req.method = req.headers["x-method"];
  next();
});
app.get("/real", (req, res) => res.end(`real ${req.url} ${req.originalUrl} ${JSON.stringify(req.query)} ${req.path}`));
app.put("/real", (req, res) => res.end("put"));
app.get("/old/moved", (req, res) => res.end(`moved ${req.url} ${req.baseUrl}`));
const server = app.listen(0, async () => {
  const { port } = server.address();
  for (const path of ["/alias?x=1", "/real", "/old/move", "/old"]) console.log(path, (await ask(port, path)).text.split("\n").join(""));
  console.log((await ask(port, "/alias", { headers: { "x-method": "PUT" } })).text);
  server.close();
});

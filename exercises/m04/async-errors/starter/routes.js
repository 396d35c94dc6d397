// Three routes that fail at times. Their errors reach Express by themselves.
const express = require("express");
const store = require("./store.js");
const routes = express.Router();
module.exports = routes;

routes.get("/products/:id", (req, res) => {
  res.json(store.product(Number(req.params.id)));
});

routes.post("/orders", async (req, res) => {
  res.status(201).json(await store.order(req.body?.cups));
});

routes.get("/export", async (req, res) => {
  res.type("text");
  for await (const line of store.lines()) res.write(line);
  res.end();
});

"use strict";

// The package as modules see it, and what is on its functions.
const express = require("express");

async function go() {
  const module = await import("express");
  console.log(module.default === express, module.Router === express.Router, module.Route === express.Route);
  console.log(Object.keys(express.application).sort().join());
  console.log(Object.keys(express.request).sort().join());
  console.log(Object.keys(express.Router({ strict: true })), express.Router({ strict: true }).strict);
  const app = express();
  console.log(Object.keys(app).filter((name) => typeof app[name] === "function" && !name.startsWith("_")).sort().join());
  console.log(typeof express.json, typeof express.raw, typeof express.static, typeof express.text, typeof express.urlencoded);
  app.once("own", (value) => console.log("event", value));
  console.log(app.emit("own", 1), app.emit("own", 2));
  const route = app.route("/x").get(() => {}).post(() => {});
  console.log(route.path, Object.keys(route.methods), route.stack.map((layer) => [layer.method, layer.name]), route instanceof express.Route);
  app.use(function named() {});
  console.log(app.router.stack.map((layer) => [layer.name, layer.route?.path]));
}

go();

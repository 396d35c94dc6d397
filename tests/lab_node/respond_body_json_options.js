const express = require("express");
const { serve, echo, json } = require("./respond/ask");
const parsers = {
  loose: express.json({ strict: false }),
  reviver: express.json({ reviver: (key, value) => (typeof value === "number" ? value + 1 : value) }),
  type: express.json({ type: ["application/*+json", "text/plain"] }),
  asked: express.json({ type: (req) => req.url === "/asked" }),
};
const app = echo(express, (req, res, next) => parsers[req.url.slice(1)](req, res, next));
serve(app, async (ask) => {
  await ask("/loose", { method: "POST", headers: json, body: "5" });
  await ask("/loose", { method: "POST", headers: json, body: "hello" });
  await ask("/reviver", { method: "POST", headers: json, body: '{"a":1}' });
  for (const type of ["application/vnd.api+json; charset=utf-8", "text/plain", "application/json", "json"]) {
    await ask("/type", { method: "POST", headers: { "content-type": type }, body: "{}" });
  }
  await ask("/asked", { method: "POST", body: "[1]" });
});

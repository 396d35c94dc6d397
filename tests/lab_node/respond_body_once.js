const express = require("express");
const { serve, echo, json } = require("./respond/ask");
const app = echo(express, express.json(), express.json(), express.raw({ type: "*/*" }));
serve(app, async (ask) => {
  await ask("/", { method: "POST", headers: json, body: '{"a":1}' });
  await ask("/", { method: "POST", headers: { "content-type": "text/plain" }, body: "hi" });
});

const express = require("express");
const zlib = require("zlib");
const { serve, echo, json } = require("./respond/ask");
const parsers = { on: express.json({ limit: 60 }), off: express.json({ inflate: false }) };
serve(echo(express, (req, res, next) => parsers[req.url.slice(1)](req, res, next)), async (ask) => {
  const post = (path, encoding, body) => ask(path, { method: "POST", headers: { ...json, "content-encoding": encoding }, body });
  await post("/on", "gzip", zlib.gzipSync('{"a":1}'));
  await post("/on", "deflate", zlib.deflateSync('{"a":1}'));
  await post("/on", "gzip", "no gzip");
  await post("/on", "GZIP", zlib.gzipSync(JSON.stringify("x".repeat(100))));
  await post("/off", "gzip", zlib.gzipSync("{}"));
});

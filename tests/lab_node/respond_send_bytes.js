const express = require("express");
const { serve } = require("./respond/ask");
const app = express();
app.get("/buffer", (req, res) => res.send(Buffer.from("bytes")));
app.get("/typed", (req, res) => res.type("png").send(new Uint8Array([104, 105])));
app.get("/wide", (req, res) => res.send(new Uint16Array([104, 105])));
serve(app, async (ask) => {
  for (const path of ["/buffer", "/typed", "/wide"]) await ask(path);
});

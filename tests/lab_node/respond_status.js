const express = require("express");
const { serve, refusal } = require("./respond/ask");
const app = express();
app.get("/", (req, res) => {
  const codes = [99, 1000, "200", 200.5, null, undefined, "abc"];
  res.status(201).json(codes.map((code) => refusal(() => res.status(code))));
});
app.get("/send/:code", (req, res) => res.sendStatus(Number(req.params.code)));
serve(app, async (ask) => {
  for (const path of ["/", "/send/404", "/send/418", "/send/299", "/send/204"]) await ask(path);
});

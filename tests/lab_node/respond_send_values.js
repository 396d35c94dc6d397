const express = require("express");
const { serve, refusal } = require("./respond/ask");
const app = express();
app.get("/object", (req, res) => res.send({ a: 1 }));
app.get("/array", (req, res) => res.send([1, "2"]));
app.get("/number", (req, res) => res.send(42));
app.get("/boolean", (req, res) => res.send(false));
app.get("/date", (req, res) => res.send(new Date(0)));
app.get("/refused", (req, res) => res.json([refusal(() => res.send(1n)), refusal(() => res.send(Symbol("x")))]));
serve(app, async (ask) => {
  for (const path of ["/object", "/array", "/number", "/boolean", "/date", "/refused"]) await ask(path);
});

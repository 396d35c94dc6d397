const express = require("express");
const { serve, refusal } = require("./respond/ask");
const app = express();
const names = ["html", ".css", "json", "png", "js", "mjs", "svg", "index.html", "nothing", "a/b", "text/x", "text/plain; charset=latin1", "application/json"];
app.get("/", (req, res) => res.json(names.map((name) => [name, res.type(name).get("Content-Type")])));
app.get("/alias", (req, res) => res.contentType("xml").end(String(refusal(() => res.set("Content-Type", ["a/b"])))));
serve(app, async (ask) => {
  for (const path of ["/", "/alias"]) await ask(path);
});

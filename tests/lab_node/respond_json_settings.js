const express = require("express");
const { serve } = require("./respond/ask");
const app = express();
app.get("/", (req, res) => res.json({ a: 1, text: "<b>&", secret: 2 }));
app.get("/typed", (req, res) => res.type("application/problem+json").json({}));
app.get("/undefined", (req, res) => res.json(undefined));
serve(app, async (ask) => {
  for (const path of ["/", "/typed", "/undefined"]) await ask(path);
  app.set("json spaces", 2);
  app.set("json escape", true);
  app.set("json replacer", (key, value) => (key === "secret" ? undefined : value));
  await ask("/");
});

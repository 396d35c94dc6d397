const express = require("express");
const { serve } = require("./respond/ask");
const app = express();
for (const code of [204, 205, 304]) app.get(`/${code}`, (req, res) => res.status(code).send("body"));
app.get("/", (req, res) => res.send("body"));
serve(app, async (ask) => {
  for (const path of ["/204", "/205", "/304"]) await ask(path);
  await ask("/", { method: "HEAD" });
});

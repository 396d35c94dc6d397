const express = require("express");
const { serve, refusal } = require("./respond/ask");
const app = express();
app.get("/plain", (req, res) => res.redirect("/next?q=a b&c=<é>"));
app.get("/moved", (req, res) => res.redirect(301, "http://example.com/"));
app.get("/back", (req, res) => res.redirect("back"));
app.get("/location", (req, res) => res.location("/50%-off/%41").status(201).end());
app.get("/bad", (req, res) => res.send(refusal(() => res.redirect(99, "/"))));
serve(app, async (ask) => {
  for (const path of ["/plain", "/moved", "/back", "/location", "/bad"]) await ask(path);
  await ask("/plain", { headers: { accept: "text/html" } });
  await ask("/plain", { headers: { accept: "image/png" } });
  await ask("/plain", { method: "HEAD" });
});

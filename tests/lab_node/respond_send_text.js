const express = require("express");
const { serve } = require("./respond/ask");
const app = express();
app.get("/text", (req, res) => res.send("grüß dich"));
app.get("/plain", (req, res) => res.type("txt").send("plain"));
app.get("/latin", (req, res) => res.set("Content-Type", "text/plain; charset=latin1").send("é"));
app.get("/empty", (req, res) => res.send(""));
app.get("/nothing", (req, res) => res.send());
app.get("/null", (req, res) => res.send(null));
serve(app, async (ask) => {
  for (const path of ["/text", "/plain", "/latin", "/empty", "/nothing", "/null"]) await ask(path);
});

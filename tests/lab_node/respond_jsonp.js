const express = require("express");
const { serve } = require("./respond/ask");
const app = express();
app.get("/", (req, res) => res.jsonp({ line: "\u2028" }));
serve(app, async (ask) => {
  for (const query of ["", "?callback=", "?callback=show", "?callback=a.b[0]<x>-c", "?callback=one&callback=two"]) await ask(`/${query}`);
  app.set("jsonp callback name", "cb");
  await ask("/?cb=show");
});

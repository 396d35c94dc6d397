const express = require("express");
const { serve } = require("./respond/ask");
const app = express();
app.get("/", (req, res) =>
  res.format({ text: () => res.send("text"), html: () => res.send("<p>"), json: () => res.send({ json: true }) }));
app.get("/default", (req, res) => res.format({ json: () => res.json(1), default: () => res.send("default") }));
app.use((error, req, res, next) => res.status(error.status).json({ message: error.message, types: error.types }));
serve(app, async (ask) => {
  for (const accept of ["*/*", "text/html", "application/json;q=0.5, text/html;q=0.4", "image/png"]) {
    await ask("/", { headers: { accept } });
    await ask("/default", { headers: { accept } });
  }
});

const express = require("express");
const { serve } = require("./respond/ask");
const app = express();
app.get("/", (req, res) => res.send("the same"));
app.get("/own", (req, res) => res.set("ETag", '"mine"').send("x"));
app.get("/error", (req, res) => res.status(404).send("the same"));
serve(app, async (ask) => {
  const { response } = await ask("/");
  const tag = response.headers.etag;
  for (const path of ["/", "/error"]) await ask(path, { headers: { "if-none-match": tag } });
  await ask("/", { headers: { "if-none-match": `"x", ${tag.slice(2)}` } });
  await ask("/", { headers: { "if-none-match": tag, "cache-control": "no-cache" } });
  await ask("/", { headers: { "if-none-match": "*" } });
  await ask("/own", { headers: { "if-none-match": 'W/"mine"' } });
  await ask("/", { method: "POST" });
});

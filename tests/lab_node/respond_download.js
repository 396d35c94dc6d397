const express = require("express");
const { serve } = require("./respond/ask");
const root = `${__dirname}/respond/files`;
const app = express();
app.get("/plain", (req, res) => res.download(`${root}/hello.txt`));
app.get("/named", (req, res) => res.download(`${root}/hello.txt`, "grüße.pdf"));
app.get("/options", (req, res) => res.download("hello.txt", { root, headers: { "X-Own": "1", "Content-Disposition": "no" } }));
app.get("/missing", (req, res) => res.download(`${root}/nothing`, (error) => res.status(404).send(String(res.get("Content-Disposition")))));
serve(app, async (ask) => {
  for (const path of ["/plain", "/named", "/options", "/missing"]) await ask(path);
});

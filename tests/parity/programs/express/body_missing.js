// Whoever forgets the body parser, or the content type, meets an undefined body.
const express = require("express");
const app = express();
const show = (req, res) => res.json({ type: typeof req.body, body: req.body ?? null });
app.post("/none", show);
app.post("/json", express.json(), show);
app.post("/form", express.urlencoded(), show);
app.post("/text", express.text(), show);
app.post("/destructured", (req, res) => { const { name } = req.body; res.send(name); });
app.use((err, req, res, next) => res.status(500).send(`${err.name}: ${err.message}`));

const server = app.listen(0, async () => {
  const base = `http://localhost:${server.address().port}`;
  for (const path of ["/none", "/json", "/form", "/text", "/destructured"]) {
    for (const type of ["application/json", "application/x-www-form-urlencoded", "text/plain", "application/vnd.shop+json"]) {
      const body = type.includes("json") ? '{"name":"tea"}' : "name=tea";
      const res = await fetch(base + path, { method: "POST", headers: { "content-type": type }, body });
      console.log(path, type, res.status, await res.text());
    }
  }
  server.close();
});

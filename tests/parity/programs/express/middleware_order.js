// Who is asked first: the order of use, of routes, of routers, and what next("route") skips.
const express = require("express");
const app = express();
const mark = (name) => (req, res, next) => { (req.trail ??= []).push(name); next(); };

app.use(mark("first"));
app.get("/early", mark("early"), (req, res) => res.json(req.trail));
app.use("/api", mark("api"));
app.use(["/a", "/b"], mark("a or b"));
const api = express.Router();
api.use(mark("router"));
api.get("/list", mark("list 1"), [mark("list 2"), [mark("list 3")]], (req, res) => res.json(req.trail));
api.get("/skip", (req, res, next) => next("route"), (req, res) => res.send("never"));
api.get("/skip", mark("second route"), (req, res) => res.json(req.trail));
api.get("/out", (req, res, next) => next("router"));
api.use((req, res, next) => { req.trail.push("end of router"); next(); });
app.use("/api", api);
app.use("/api", mark("after router"), (req, res) => res.json([...req.trail, req.baseUrl, req.url, req.originalUrl]));
app.all("/any", mark("any"), (req, res) => res.json([...req.trail, req.method]));
app.use((err, req, res, next) => res.status(500).json([...req.trail, err.message]));
app.use(mark("last"), (req, res) => res.status(404).json(req.trail));

const server = app.listen(0, async () => {
  const base = `http://localhost:${server.address().port}`;
  for (const path of ["/early", "/api/list", "/api/skip", "/api/out?x=1", "/api/other", "/api", "/apis", "/any", "/a/x", "/b", "/"]) {
    console.log(path, await (await fetch(base + path)).text());
  }
  console.log(await (await fetch(`${base}/any`, { method: "DELETE" })).text());
  console.log(await (await fetch(`${base}/early`, { method: "POST" })).text());
  server.close();
});

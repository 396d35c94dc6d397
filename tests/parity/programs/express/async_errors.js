// Express 5 hands rejected promises of handlers to the error handler; timers it cannot know.
const express = require("express");
const app = express();
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

app.use(async (req, res, next) => {
  await wait(1);
  req.user = req.get("x-user");
  next();
});
app.get("/late", async () => { await wait(2); throw new Error("late"); });
app.get("/rejected", () => Promise.reject(Object.assign(new Error("rejected"), { status: 418 })));
app.get("/nothing", () => Promise.reject());
app.get("/twice", async (req, res) => { res.send("first"); throw new Error("after the answer"); });
app.get("/caught", async (req, res, next) => { try { await Promise.reject(new Error("caught")); } catch (error) { next(error); } });
app.get("/resolved", async (req, res) => { await wait(1); return res.json({ user: req.user ?? null }); });
app.get("/all", async (req, res) => { const all = await Promise.all([1, 2].map(async (n) => { await wait(n); return n; })); res.json(all); });
app.param("id", async (req, res, next, id) => { if (id === "0") throw new RangeError("no id 0"); next(); });
app.get("/items/:id", (req, res) => res.send(req.params.id));

const seen = [];
app.use(async (err, req, res, next) => {
  seen.push([req.path, err.message, res.headersSent]);
  if (res.headersSent) return;
  if (err.message === "late") throw new Error("the error handler fails too");
  res.status(err.status || 500).json({ error: err.message });
});
app.use((err, req, res, next) => res.status(599).send(err.message));

const server = app.listen(0, async () => {
  const base = `http://localhost:${server.address().port}`;
  for (const path of ["/late", "/rejected", "/nothing", "/twice", "/caught", "/resolved", "/all", "/items/1", "/items/0"]) {
    const res = await fetch(base + path, { headers: { "x-user": "u1" } });
    console.log(path, res.status, await res.text());
  }
  console.log(seen);
  server.close();
});

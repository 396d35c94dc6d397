// Each way to answer, its status, type and body.
const express = require("express");
const app = express();
const ways = {
  text: (req, res) => res.send("tea"),
  html: (req, res) => res.type("html").send("<b>tea</b>"),
  plain: (req, res) => res.type("txt").send("tea"),
  object: (req, res) => res.send({ tea: 1 }),
  array: (req, res) => res.json([1, null, undefined, new Date(0)]),
  null: (req, res) => res.json(null),
  nothing: (req, res) => res.send(),
  undefined: (req, res) => res.json(undefined),
  boolean: (req, res) => res.send(true),
  buffer: (req, res) => res.send(Buffer.from("bytes")),
  sendStatus: (req, res) => res.sendStatus(403),
  unknownStatus: (req, res) => res.sendStatus(799),
  created: (req, res) => res.status(201).end(),
  chained: (req, res) => res.status(202).set("X-One", "1").set({ "X-Two": ["a", "b"] }).append("X-Three", "1").append("X-Three", "2").json({}),
  got: (req, res) => res.set("X-One", "1").send(`${res.get("x-one")} ${res.get("X-None")}`),
  redirect: (req, res) => res.redirect("/else"),
  redirect301: (req, res) => res.redirect(301, "/a b?c=d e"),
  links: (req, res) => res.links({ next: "/p?2", last: "/p?9" }).send("l"),
  vary: (req, res) => res.vary("Origin").vary(["Accept", "Origin"]).send("v"),
  noContent: (req, res) => res.status(204).json({ lost: true }),
  notModified: (req, res) => res.status(304).send("lost"),
  badStatus: (req, res) => res.status("high").send("x"),
  lowStatus: (req, res) => res.status(99).send("x"),
  twice: (req, res) => { res.send("one"); res.send("two"); },
  attachment: (req, res) => res.attachment("bill 1.pdf").send("pdf"),
  bigint: (req, res) => res.json({ n: 1n }),
  circular: (req, res) => { const o = {}; o.o = o; res.json(o); },
};
for (const [name, way] of Object.entries(ways)) app.get(`/${name}`, way);
app.use((err, req, res, next) => {
  console.log("  error", err.name, err.code, err.message.split("\n")[0]);
  if (res.headersSent) return;
  res.status(500).send("failed");
});
const server = app.listen(0, async () => {
  const base = `http://localhost:${server.address().port}`;
  for (const name of Object.keys(ways)) {
    const res = await fetch(`${base}/${name}`, { redirect: "manual" });
    const skipped = ["date", "connection", "keep-alive", "x-powered-by", "etag"];
    const headers = [...res.headers].filter(([key]) => !skipped.includes(key)).map((pair) => pair.join("="));
    console.log(name, res.status, res.statusText, headers.join(" "), JSON.stringify(await res.text()));
  }
  server.close();
});

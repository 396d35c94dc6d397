// What a browser of another origin may do: simple requests, questions before, a list of origins.
const express = require("express");
const cors = require("cors");
const app = express();
app.use("/open", cors());
app.use("/one", cors({ origin: "http://shop.test", credentials: true }));
app.use("/list", cors({ origin: ["http://a.test", /\.b\.test$/], methods: ["GET", "PUT"], allowedHeaders: ["X-Token"], exposedHeaders: ["X-Total", "X-Page"], maxAge: 600 }));
app.use("/asked", cors({ origin: (origin, done) => (origin === "http://bad.test" ? done(new Error("not you")) : done(null, origin === "http://good.test")) }));
app.use("/off", cors({ origin: false }));
app.use("/later", cors({ preflightContinue: true, optionsSuccessStatus: 200 }));
app.use("/each", cors((req, done) => done(null, { origin: req.get("x-open") === "1" })));
app.use((req, res) => res.send(`${req.method} done`));
app.use((err, req, res, next) => res.status(500).send(err.message));

const server = app.listen(0, async () => {
  const base = `http://localhost:${server.address().port}`;
  const ask = async (path, method, headers) => {
    const res = await fetch(base + path, { method, headers });
    const kept = [...res.headers].filter(([name]) => name.startsWith("access-control") || name === "vary");
    console.log(method, path, JSON.stringify(headers), res.status, kept.map((pair) => pair.join(": ")).join("; "), "|", await res.text());
  };
  for (const path of ["/open", "/one", "/list", "/asked", "/off", "/later", "/each"]) {
    await ask(path, "GET", {});
    await ask(path, "GET", { origin: "http://x.b.test" });
    await ask(path, "OPTIONS", { origin: "http://a.test", "access-control-request-method": "PUT", "access-control-request-headers": "X-Other" });
  }
  await ask("/asked", "GET", { origin: "http://good.test" });
  await ask("/asked", "GET", { origin: "http://bad.test" });
  await ask("/each", "POST", { origin: "http://c.test", "x-open": "1" });
  server.close();
});

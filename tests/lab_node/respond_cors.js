const express = require("express");
const { serve } = require("./respond/ask");
const app = express();
const cors = require("cors");
const rules = {
  any: cors(), one: cors({ origin: "http://a.com" }), mirror: cors({ origin: true, credentials: true }), off: cors({ origin: false }),
  list: cors({ origin: ["http://a.com", /\.b\.com$/], exposedHeaders: ["X-A", "X-B"] }),
  asks: cors({ origin: (origin, done) => done(origin === "http://z.com" ? new Error("not you") : null, origin === "http://a.com") }),
  each: cors((req, done) => done(null, { origin: req.headers.origin, maxAge: 5 })),
};
app.use("/:rule", (req, res, next) => rules[req.params.rule](req, res, next));
app.use((req, res) => res.send("ok"));
app.use((error, req, res, next) => res.status(500).send(error.message));
serve(app, async (ask) => {
  for (const rule of Object.keys(rules)) {
    for (const origin of ["http://a.com", "http://z.com", "http://x.b.com"]) await ask(`/${rule}`, { headers: { origin } });
  }
  await ask("/mirror");
});

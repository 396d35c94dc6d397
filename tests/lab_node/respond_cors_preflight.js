const express = require("express");
const { serve } = require("./respond/ask");
const app = express();
const cors = require("cors");
const rules = {
  plain: cors(), methods: cors({ methods: ["GET", "PUT"] }), headers: cors({ allowedHeaders: ["X-A", "X-B"] }),
  age: cors({ maxAge: 0 }), status: cors({ optionsSuccessStatus: 200 }), on: cors({ preflightContinue: true }),
};
app.use("/:rule", (req, res, next) => rules[req.params.rule](req, res, next));
app.use((req, res) => res.send("handler"));
serve(app, async (ask) => {
  const headers = { origin: "http://a.com", "access-control-request-method": "PUT", "access-control-request-headers": "x-own" };
  for (const rule of Object.keys(rules)) await ask(`/${rule}`, { method: "OPTIONS", headers });
});

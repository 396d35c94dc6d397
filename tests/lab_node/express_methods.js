"use strict";

const express = require("express");
const ask = require("./express/ask");

const app = express();
app.route("/thing").get((req, res) => res.end("get")).post((req, res) => res.end("post")).delete((req, res) => res.end("delete"));
app.put("/thing", (req, res) => res.end("put"));
app.all("/all", (req, res) => res.end(`all ${req.method}`));
app.head("/head", (req, res) => res.setHeader("X-Head", "1").end());
app.get("/head", (req, res) => res.end("get"));
app.options("/own", (req, res) => res.end("own options"));
app.get("/own", (req, res) => res.end("own"));
const router = express.Router();
router.patch("/part", (req, res) => res.end("patch"));
router.get("/part", (req, res) => res.end("get"));
app.use("/r", router);
app["m-search"]("/search", (req, res) => res.end("search"));
const server = app.listen(0, async () => {
  for (const [method, path] of [
    ["GET", "/thing"], ["POST", "/thing"], ["DELETE", "/thing"], ["PUT", "/thing"], ["PATCH", "/thing"], ["HEAD", "/thing"], ["OPTIONS", "/thing"], ["OPTIONS", "/all"],
    ["HEAD", "/head"], ["OPTIONS", "/head"], ["OPTIONS", "/own"], ["OPTIONS", "/r/part"], ["OPTIONS", "/none"], ["PATCH", "/r/part"], ["M-SEARCH", "/search"], ["OPTIONS", "/search"],
  ]) {
    const { status, text, headers } = await ask(server.address().port, path, { method });
    delete headers.date;
    console.log(method, path, status, JSON.stringify(text), JSON.stringify(headers));
  }
  server.close();
});

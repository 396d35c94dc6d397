// The pages of Express itself, in production: the stack stays on the server.
process.env.NODE_ENV = "production";
const express = require("express");
const app = express();
app.get("/throws", () => { throw new Error("secret"); });
app.get("/rejects", async () => { throw new TypeError("secret too"); });
app.get("/next", (req, res, next) => next(new Error("handed on")));
app.get("/status", (req, res, next) => next(Object.assign(new Error("tea is out"), { status: 409 })));
app.get("/headers", (req, res, next) => next(Object.assign(new Error("slow"), { statusCode: 503, headers: { "Retry-After": "5" } })));
app.get("/text", (req, res, next) => next("only text"));
app.get("/odd", (req, res, next) => next(Object.assign(new Error("odd"), { status: 200 })));
app.get("/set", (req, res, next) => { res.status(402); next(new Error("already set")); });
app.get("/null", (req, res, next) => { Promise.reject().catch(next); });

const log = console.error;
const lines = [];
console.error = (text) => lines.push(String(text).split("\n")[0]);

const server = app.listen(0, async () => {
  const base = `http://localhost:${server.address().port}`;
  for (const path of ["/throws", "/rejects", "/next", "/status", "/headers", "/text", "/odd", "/set", "/null", "/<none>?q=1"]) {
    const res = await fetch(base + path);
    console.log(path, res.status, res.headers.get("content-type"), res.headers.get("retry-after"), res.headers.get("content-security-policy"));
    console.log((await res.text()).split("\n").filter((line) => /title|pre/.test(line)).join(" "));
  }
  const posted = await fetch(`${base}/throws`, { method: "POST" });
  console.log(posted.status, await posted.text());
  console.error = log;
  console.log(lines);
  server.close();
});

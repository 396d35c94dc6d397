"use strict";

const express = require("express");
const http = require("http");
const ask = require("./express/ask");

process.env.NODE_ENV = "production";
const app = express();
const made = (more) => Object.assign(new Error("secret <b>"), more);
app.get("/plain", (req, res, next) => next(made()));
app.get("/status", (req, res, next) => next(made({ status: 422 })));
app.get("/code", (req, res, next) => next(made({ statusCode: 503, headers: { "Retry-After": "5", "X-Own": "a" } })));
app.get("/headers", (req, res, next) => next(made({ headers: { "X-Own": "a" } })));
app.get("/low", (req, res, next) => next(made({ status: 200 })));
app.get("/text", (req, res, next) => next(made({ status: "404" })));
app.get("/set", (req, res, next) => {
  res.statusCode = 409;
  res.setHeader("Content-Language", "en");
  res.setHeader("X-Kept", "1");
  next(made());
});
app.get("/string", (req, res, next) => next("a text"));
app.get("/odd", (req, res, next) => next(made({ status: 499 })));
app.get("/:bad", (req, res) => res.end("fine"));
app.set("env", "test");
const own = express();
own.set("env", "production");
own.use(app);
const server = http.createServer((req, res) => (req.headers["x-production"] ? own : app)(req, res)).listen(0, async () => {
  const { port } = server.address();
  for (const path of ["/plain", "/status", "/code", "/headers", "/low", "/text", "/set", "/string", "/odd", "/%zz", "/none/<x>'&\"", "/none/a%20b%zz?q=<1>"]) {
    for (const method of ["GET", "HEAD", "POST"]) {
      const { status, text, headers } = await ask(port, path, { method, headers: { "x-production": "1" }, body: method === "POST" ? "abc" : undefined });
      delete headers.date;
      console.log(method, path, status, JSON.stringify(headers));
      console.log(text);
    }
  }
  for (const path of ["/plain", "/string", "/code"]) {
    const { status, text } = await ask(port, path);
    console.log(path, status, text.replace(/<br>.*<\/pre>/, "...</pre>"));
  }
  server.close();
});

"use strict";

// Handlers of other lengths, what they return, and errors that are no errors.
const express = require("express");
const http = require("http");

function ask(port, path) {
  return new Promise((resolve) => {
    http.get({ port, path, agent: false }, (answer) => {
      let text = "";
      answer.on("data", (part) => (text += part));
      answer.on("end", () => resolve([answer.statusCode, answer.headers["content-type"], answer.headers["www-authenticate"], text.replace(/<br>.*<\/pre>/, "...").split("\n").slice(-4).join("")]));
    });
  });
}

const app = express();
app.set("env", "test");
for (const nothing of [0, null, false, "", undefined]) app.use((req, res, next) => next(nothing));
app.get("/five", (a, res, c, d, e) => res.end("five"));
app.get("/default", (req, res, next = 1) => res.end(`default ${typeof next}`));
app.get("/rest", (...all) => all[1].end(`rest ${all.length}`));
app.get("/promise", (req, res) => Promise.resolve(res.end("promise")));
app.get("/late", async (req, res) => {
  await new Promise((resolve) => setTimeout(resolve, 5));
  throw Object.assign(new Error("late"), { status: 418 });
});
app.use("/then", (req, res, next) => ({
  then(resolve, reject) {
    reject(Object.assign(new Error("thenable"), { status: 400 }));
  },
}));
app.get("/params", (req, res) => res.end(JSON.stringify(req.params) + Object.getPrototypeOf(req.params)));
app.use("/empty-url", (req, res, next) => {
  req.url = "";
  next();
});
app.get("/object", (req, res, next) => next({ status: 404, message: "object", toString: () => "text of <object>" }));
app.get("/number", (req, res, next) => next(404));
app.get("/true", (req, res, next) => next(true));
app.get("/big", (req, res, next) => next(Object.assign(new Error("big"), { status: 600, statusCode: 404 })));
app.get("/headers", (req, res, next) => next(Object.assign(new Error("headers"), { status: 401, headers: { "WWW-Authenticate": "Basic", "Content-Type": "text/plain" } })));
app.use((error, req, res, next, more) => res.end("five"));
const server = app.listen(0, async () => {
  for (const path of ["/five", "/default", "/rest", "/promise", "/late", "/then", "/params", "/empty-url", "/object", "/number", "/true", "/big", "/headers"]) {
    console.log(path, ...(await ask(server.address().port, path)));
  }
  server.close();
});

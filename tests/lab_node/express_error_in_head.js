"use strict";

const express = require("express");
const http = require("http");
const ask = require("./express/ask");

const app = express();
app.set("env", "test");
app.get("/started", (req, res, next) => {
  res.write("part");
  setTimeout(() => next(new Error("late")), 20);
});
app.get("/ended", (req, res, next) => {
  res.end("whole");
  next(new Error("too late"));
});
app.get("/next-after-end", (req, res, next) => {
  res.end("whole");
  next();
});
app.get("/twice", (req, res, next) => {
  next();
  next();
});
app.get("/twice", (req, res) => {
  if (!res.writableEnded) res.end("once");
});
const server = app.listen(0, async () => {
  const { port } = server.address();
  await new Promise((resolve) => {
    http
      .get({ port, path: "/started", agent: false }, (answer) => {
        let text = "";
        answer.on("data", (part) => (text += part));
        answer.on("error", (error) => console.log(error.code, error.message));
        answer.on("close", () => {
          console.log(text, answer.complete);
          resolve();
        });
      })
      .on("error", () => {});
  });
  for (const path of ["/next-after-end", "/twice"]) console.log(path, (await ask(port, path)).text);
  server.close();
});

"use strict";

const express = require("express");
const http = require("http");

function ask(port, path, options = {}) {
  return new Promise((resolve) => {
    const sent = http.request({ port, path, agent: false, ...options }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (part) => (text += part));
      answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, text }));
    });
    sent.end(options.body);
  });
}

const app = express();
let count = 0;
for (let index = 0; index < 3000; index += 1) {
  app.use((req, res, next) => {
    count += 1;
    next();
  });
}
app.get("/route", ...Array.from({ length: 2000 }, () => (req, res, next) => {
  count += 1;
  next();
}), (req, res) => res.end("end"));
const server = app.listen(0, async () => {
  console.log((await ask(server.address().port, "/route")).text, count);
  server.close();
});

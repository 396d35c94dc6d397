"use strict";

const express = require("express");
const ask = require("./express/ask");

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

const http = require("node:http");
const express = require("express");
const app = express();
app.disable("x-powered-by");

app.route("/").get((req, res) => {
  res.type("html").end("Hello Backend");
});

app.route("/health").get((req, res) => {
  res.set("Content-Type", "application/json");
  res.end(JSON.stringify({ ok: true }));
});

http.createServer(app).listen(3000);

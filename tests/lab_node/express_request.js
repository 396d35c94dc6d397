"use strict";

const express = require("express");
const ask = require("./express/ask");

const app = express();
app.get("*path", (req, res) => {
  const kept = {};
  for (const name of ["url", "originalUrl", "baseUrl", "path", "hostname", "host", "protocol", "secure", "xhr", "ips", "subdomains", "method", "body", "signedCookies", "fresh", "stale", "params", "query"]) {
    kept[name] = req[name] === undefined ? "undefined" : req[name];
  }
  kept.ip = /127\.0\.0\.1$/.test(req.ip);
  kept.same = [req.app === app, req.res === res, res.req === req, res.app === app, req.route.path, req.route.methods.get];
  kept.referrer = [req.get("Referrer"), req.get("REFERER"), req.header("x-none") === undefined];
  res.end(JSON.stringify(kept));
});
const server = app.listen(0, async () => {
  for (const [path, headers] of [
    ["/a/b?x=1&x=2&y[z]=3", {}], ["/", { host: "a.b.example.com:3000", referer: "here" }], ["/", { host: "[::1]:80" }], ["/", { host: "127.0.0.1" }], ["/", { "x-requested-with": "XMLHttpRequest" }],
    ["/", { "x-forwarded-for": "1.2.3.4", "x-forwarded-proto": "https", "x-forwarded-host": "other.com" }], ["/#a?b", {}], ["http://whole.com/x?y=1", {}], ["/?", {}], ["/??a=1", {}],
  ]) {
    console.log(path, JSON.stringify(headers), (await ask(server.address().port, path, { headers })).text.replace(/localhost:\d+/, "localhost:PORT"));
  }
  server.close();
});

"use strict";

const express = require("express");
const http = require("http");
const ask = require("./express/ask");

const server = http.createServer();
const values = [
  false, true, 1, 2, "loopback", "127.0.0.1", "127.0.0.1, 10.0.0.0/8", ["loopback", "uniquelocal"], "10.0.0.0/255.0.0.0", "::1", "linklocal, uniquelocal", (address, hop) => hop === 0, 0, "127.0.0.0/8,fe80::/10,2001:db8::/32",
];
const forwards = ["1.2.3.4", "1.2.3.4, 10.1.2.3", "a, b, 10.0.0.1", "2001:db8::5, 10.0.0.1", "9.9.9.9 ,2001:db8:0:0::7", ""];
server.listen(0, "127.0.0.1", async () => {
  for (const value of values) {
    const app = express();
    app.set("trust proxy", value);
    app.get("/", (req, res) => res.end(JSON.stringify([req.ip, req.ips, req.protocol, req.secure, req.hostname, req.host, req.subdomains])));
    server.removeAllListeners("request").on("request", app);
    for (const forward of forwards) {
      const headers = { "x-forwarded-for": forward, "x-forwarded-proto": "https, http", "x-forwarded-host": "x.y.example.com:8080, inner.com" , host: "own.example.org:1" };
      console.log(String(value), "|", forward, "|", (await ask(server.address().port, "/", { headers })).text);
    }
  }
  server.close();
});

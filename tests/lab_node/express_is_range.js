"use strict";

const express = require("express");
const ask = require("./express/ask");

const app = express();
app.use((req, res) => {
  const range = (...given) => {
    const found = req.range(...given);
    return Array.isArray(found) ? { ...found, type: found.type } : (found ?? "none");
  };
  res.end(
    JSON.stringify([
      ["json", "html", "text/*", "*/*", "application/json", "urlencoded", "multipart", "+json", "*/json", "txt", "nothing"].map((type) => req.is(type)),
      req.is(), req.is(["html", "json"]), req.is("html", "json"), range(1000), range(50), range(1000, { combine: true }),
    ]),
  );
});
const server = app.listen(0, async () => {
  for (const headers of [
    {}, { "content-type": "application/json" }, { "content-type": "text/html; charset=utf-8" }, { "content-type": "application/x-www-form-urlencoded" }, { "content-type": "multipart/form-data; boundary=x" },
    { "content-type": "application/vnd.api+json" }, { "content-type": "bad" }, { "content-type": "text/plain" },
  ]) {
    for (const body of [undefined, "x"]) console.log(JSON.stringify(headers), body, (await ask(server.address().port, "/", { method: "POST", headers, body })).text);
  }
  for (const range of ["bytes=0-99", "bytes=0-", "bytes=-10", "bytes=900-2000", "bytes=60-70", "bytes=0-5,4-20,30-40", "bytes=30-40,0-5,6-9", "items=1-2", "bytes", "bytes=a-b", "bytes=-", "bytes=5-2", "bytes=-2000", "bytes=1-2,x"]) {
    console.log(range, (await ask(server.address().port, "/", { headers: { range } })).text);
  }
  server.close();
});

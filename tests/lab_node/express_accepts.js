"use strict";

const express = require("express");
const ask = require("./express/ask");

const app = express();
app.use((req, res) => {
  res.end(
    JSON.stringify([
      req.accepts(), req.accepts("html"), req.accepts("json", "text"), req.accepts(["html", "application/json"]), req.accepts("text/plain"), req.accepts("image/png"), req.accepts(["xml", "text/html;level=1"]),
      req.acceptsEncodings(), req.acceptsEncodings("gzip", "br"), req.acceptsEncodings(["identity"]), req.acceptsEncodings("deflate"),
      req.acceptsCharsets(), req.acceptsCharsets("utf-8"), req.acceptsCharsets("iso-8859-1", "utf-8"),
      req.acceptsLanguages(), req.acceptsLanguages("en"), req.acceptsLanguages("de", "en-US"), req.acceptsLanguages(["fr", "en-GB"]),
    ]),
  );
});
const server = app.listen(0, async () => {
  for (const headers of [
    {}, { accept: "*/*" }, { accept: "text/html" }, { accept: "text/*;q=.5, application/json" }, { accept: "text/html;level=1, text/html;q=0.7, */*;q=0.1" }, { accept: "application/json;q=0" }, { accept: "image/*" }, { accept: "" }, { accept: "bad" },
    { "accept-encoding": "gzip" }, { "accept-encoding": "gzip;q=0.5, br" }, { "accept-encoding": "*" }, { "accept-encoding": "identity;q=0" }, { "accept-encoding": "*;q=0" }, { "accept-encoding": "" }, { "accept-encoding": "gzip;q=0.2" },
    { "accept-charset": "utf-8" }, { "accept-charset": "iso-8859-1;q=0.8, utf-8;q=0.9" }, { "accept-charset": "*;q=0.1, UTF-8" },
    { "accept-language": "en" }, { "accept-language": "en-US, de;q=0.5" }, { "accept-language": "*" }, { "accept-language": "de;q=0.8, en;q=0.9, *;q=0" }, { "accept-language": "en-GB;q=0.2, en;q=0.8" },
  ]) {
    console.log(JSON.stringify(headers), (await ask(server.address().port, "/", { headers })).text);
  }
  server.close();
});

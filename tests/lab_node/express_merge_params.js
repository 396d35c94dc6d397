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
const plain = express.Router();
const merging = express.Router({ mergeParams: true });
const show = (req, res, next) => res.end(JSON.stringify(req.params));
plain.get("/x/:b", show);
plain.get("/y", show);
merging.get("/x/:b", show);
merging.get("/same/:a", show);
merging.get(/^\/r(\d)$/, show);
app.use("/p/:a", plain);
app.use("/m/:a", merging);
app.use(/^\/g(\d)(\d)/, merging);
const server = app.listen(0, async () => {
  for (const path of ["/p/1/x/2", "/p/1/y", "/m/1/x/2", "/m/1/same/3", "/g12/r3", "/m/1/r5", "/g12/x/4"]) console.log(path, (await ask(server.address().port, path)).text);
  server.close();
});

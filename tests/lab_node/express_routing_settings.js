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

async function go() {
  for (const settings of [[], ["strict routing"], ["case sensitive routing"], ["strict routing", "case sensitive routing"]]) {
    const app = express();
    for (const name of settings) app.enable(name);
    app.get("/Foo", (req, res) => res.end("Foo"));
    app.get("/bar/", (req, res) => res.end("bar/"));
    app.use("/Used", (req, res) => res.end(`used ${req.url}`));
    app.get("/p/:x", (req, res) => res.end(`p ${req.params.x}`));
    app.use((req, res) => res.end("none"));
    const server = await new Promise((resolve) => {
      const started = app.listen(0, () => resolve(started));
    });
    const answers = [];
    for (const path of ["/Foo", "/foo", "/Foo/", "/bar", "/bar/", "/BAR/", "/Used", "/used/x", "/Used/", "/p/A", "/P/A", "/p/A/", "/p/"]) {
      answers.push(`${path}=${(await ask(server.address().port, path)).text}`);
    }
    console.log(settings.join(), answers.join(" "));
    await new Promise((resolve) => server.close(resolve));
  }
}

go();

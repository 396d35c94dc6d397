"use strict";

const express = require("express");
const ask = require("./express/ask");

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

"use strict";

const express = require("express");
const ask = require("./express/ask");

const paths = [
  "/", "/a", "/a/", "/A/b", "/:id", "/:id/", "/x/:a-:b", "/x/:a.:b", "/f/:name.:ext", "/*rest", "/files/*rest/end", "/{:a}", "/a{/:b}/c", "/a{b}c",
  "/:\"two words\"", "/a\\:b", "/{a{b}c}", "/x{/*rest}", "", "/:a/:a", "/é", "/a b", ["/p", "/q/:z"], /^\/r(\d+)$/, /^\/(?<year>\d{4})-(\d\d)$/,
  /x(y)?z/, "/u/:from..:to", "/:a{-:b}", "/t/:v{.:f}", "//", "/a//b", "/*a/x/*b", "/*a-*b", "/k{/:p}{/b/:q}/{:r}",
];
const targets = [
  "/", "/a", "/a/", "/A", "/a/b", "/a/B/", "/12", "/12/", "/x/1-2", "/x/1-2-3", "/x/1.2", "/x/1.2.3", "/f/a.b.c", "/x/y/z", "/files/a/b/end", "/files/end",
  "/a/c", "/a/1/c", "/ac", "/abc", "/two%20words", "/a:b", "/%C3%A9", "/a%20b", "/p", "/q/7", "/r55", "/2024-05", "/xz", "/xyz", "/u/1..2", "/t/1.json", "/t/1",
  "/1-2", "/a-b-c", "//", "/a//b", "/m/x/n", "/m/x/x/n", "/m-n/o", "/x", "/x/", "/a%2Fb", "/k/b/c/d", "/k/b/", "/k/1/b/2/", "/k/b/2/3", "/k/1/b/", "/a?b=1", "/%E0",
];
async function go() {
  for (const options of [{}, { strict: true }, { caseSensitive: true }]) await one(options);
}

function one(options) {
  const app = express();
  const router = express.Router(options);
  app.use(router);
  const seen = [];
  for (const path of paths) {
    router.get(path, (req, res, next) => {
      seen.push(`${String(path)} ${JSON.stringify(req.params)}`);
      next();
    });
  }
  app.use((req, res) => res.end(seen.splice(0).join("\n  ")));
  app.use((error, req, res, next) => res.end(`${seen.splice(0).join("\n  ")} error ${error.status} ${error.message}`));
  return new Promise((resolve) => {
    const server = app.listen(0, async () => {
      console.log(JSON.stringify(options));
      for (const target of targets) console.log(`${target}\n  ${(await ask(server.address().port, target)).text}`);
      server.close(resolve);
    });
  });
}

go();

"use strict";

const express = require("express");
const ask = require("./express/ask");

const app = express();
const show = (label) => (req, res, next) => {
  (req.seen ??= []).push(`${label} url=${req.url} base=${req.baseUrl} path=${req.path} params=${JSON.stringify(req.params)}`);
  next();
};
for (const path of ["/", "/foo", "/foo/", "/Foo/:id", "/foo/*rest", ["/one", "/two/:n"], /^\/fo+/, "/a.b", "/:x", "", "/foo{/:y}"]) {
  app.use(path, show(String(path)));
}
const inner = express.Router({ mergeParams: true });
inner.get("/in/:b", show("inner get"));
inner.use("/in", show("inner use"));
app.use("/m/:a", inner);
const apart = express.Router();
apart.use(show("apart"));
app.use("/m/:a", apart);
app.use((req, res) => res.end(`${req.seen.join("\n  ")}\n  left url=${req.url} base=${JSON.stringify(req.baseUrl)} original=${req.originalUrl}`));
const server = app.listen(0, async () => {
  for (const path of ["/", "/foo", "/foo/", "/foo/bar", "/foobar", "/FOO/1/2", "/foo?x=1", "/foo/?x=1", "/one", "/two/9/x", "/foooo/x", "/a.b/c", "/m/1/in/2?q=1", "/m/1/in", "/foo//bar"]) {
    console.log(`${path}\n  ${(await ask(server.address().port, path)).text}`);
  }
  server.close();
});

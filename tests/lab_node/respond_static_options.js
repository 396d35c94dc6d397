const express = require("express");
const { serve } = require("./respond/ask");
const files = `${__dirname}/respond/files`;
const options = {
  cached: { maxAge: "1 day", immutable: true },
  short: { maxAge: 5500 },
  bare: { etag: false, lastModified: false, cacheControl: false, acceptRanges: false },
  index: { index: ["nothing.html", "hello.txt"] },
  noindex: { index: false },
  extensions: { extensions: ["htm", "html"] },
  allow: { dotfiles: "allow" },
  deny: { dotfiles: "deny", fallthrough: false },
  last: { fallthrough: false },
  headers: { setHeaders: (res, path, stats) => res.set("X-Size", `${stats.size} ${path.split("/").at(-1)}`) },
  stays: { redirect: false },
};
const app = express();
for (const [name, given] of Object.entries(options)) app.use(`/${name}`, express.static(files, given));
app.use((req, res) => res.status(404).send("passed on"));
app.use((error, req, res, next) => res.status(error.status).json({ name: error.name, code: error.code, expose: error.expose }));
serve(app, async (ask) => {
  const paths = [
    "/cached/hello.txt", "/short/hello.txt", "/bare/hello.txt", "/index/", "/noindex/", "/extensions/page", "/allow/.hidden", "/deny/.hidden",
    "/last/nothing", "/last/.hidden", "/last/../ask.js", "/headers/hello.txt", "/stays/inner",
  ];
  for (const path of paths) await ask(path);
  await ask("/last/hello.txt", { method: "POST" });
});

// A folder of files: index, types, what is refused, and two folders in turn.
const express = require("express");
const path = require("node:path");
const app = express();
app.disable("x-powered-by");
app.get("/page.html", (req, res, next) => { res.set("X-Seen", "yes"); next(); });
app.use(express.static(path.join(__dirname, "public"), { maxAge: "1h", extensions: ["html"] }));
app.use("/assets", express.static(path.join(__dirname, "public"), { index: false, redirect: false, dotfiles: "allow", setHeaders: (res, file) => res.set("X-File", path.basename(file)) }));
app.use("/missing", express.static("no-such-folder"));
app.use("/strict", express.static("public", { fallthrough: false }));
app.use((req, res) => res.status(404).send("my own page"));
app.use((err, req, res, next) => res.status(err.status).send(`${err.name} ${err.status}`));

const server = app.listen(0, async () => {
  const base = `http://localhost:${server.address().port}`;
  const ask = async (url, options) => {
    const res = await fetch(base + url, { redirect: "manual", ...options });
    const headers = ["content-type", "content-length", "cache-control", "location", "x-seen", "x-file", "allow"].map((name) => res.headers.get(name));
    console.log(options?.method ?? "GET", url, res.status, headers.join(" | "), JSON.stringify((await res.text()).slice(0, 40)));
  };
  for (const url of ["/", "/page.html", "/page", "/style.css", "/inner", "/inner/", "/data.json", "/none.txt", "/.hidden", "/../crud_json.js", "/%2e%2e/crud_json.js", "/page.html/"]) await ask(url);
  for (const url of ["/assets/", "/assets/page.html", "/assets/.hidden", "/assets/inner", "/missing/page.html", "/strict/page.html", "/strict/none"]) await ask(url);
  await ask("/page.html", { method: "POST" });
  await ask("/strict/page.html", { method: "POST" });
  await ask("/page.html", { method: "HEAD" });
  await ask("/style.css", { headers: { range: "bytes=0-3" } });
  await ask("/style.css", { headers: { range: "bytes=900-" } });
  server.close();
});

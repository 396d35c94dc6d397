// Files as answers: where they may lie, what is missing, the callback, a download's name.
const express = require("express");
const path = require("node:path");
const app = express();
const root = path.join(__dirname, "public");
app.get("/absolute", (req, res) => res.sendFile(path.join(root, "page.html")));
app.get("/root", (req, res) => res.sendFile("style.css", { root, headers: { "X-From": "root" }, maxAge: 5000 }));
app.get("/relative", (req, res) => res.sendFile("public/page.html"));
app.get("/missing", (req, res) => res.sendFile(path.join(root, "none.html")));
app.get("/outside", (req, res) => res.sendFile("../crud_json.js", { root }));
app.get("/folder", (req, res) => res.sendFile(root));
app.get("/hidden", (req, res) => res.sendFile(".hidden", { root }));
app.get("/callback", (req, res) => res.sendFile("page.html", { root }, (err) => console.log("  sent", err ?? "well", res.headersSent)));
app.get("/callback404", (req, res, next) => res.sendFile("none", { root }, (err) => { console.log("  callback", err.status, err.code); next(err); }));
app.get("/nothing", (req, res) => res.sendFile());
app.get("/type", (req, res) => res.type("text/plain").sendFile("page.html", { root }));
app.get("/download", (req, res) => res.download("public/data.json"));
app.get("/named", (req, res) => res.download(path.join(root, "data.json"), "übersicht 2.json"));
app.use((err, req, res, next) => res.status(err.status ?? 500).send(`${err.name} ${err.code} ${err.message.replaceAll(__dirname, "")}`));

const server = app.listen(0, async () => {
  const base = `http://localhost:${server.address().port}`;
  for (const layer of app.router.stack) {
    if (!layer.route) continue;
    const res = await fetch(base + layer.route.path);
    const headers = ["content-type", "content-disposition", "cache-control", "x-from"].map((name) => res.headers.get(name));
    console.log(layer.route.path, res.status, headers.join(" | "), JSON.stringify(await res.text()));
  }
  server.close();
});

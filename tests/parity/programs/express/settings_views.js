// Settings, locals, a view engine of one's own, and JSON that is laid out.
const express = require("express");
const fs = require("node:fs");
const path = require("node:path");
const app = express();
console.log(app.get("env"), app.get("x-powered-by"), app.get("etag"), app.get("query parser"), app.get("trust proxy"), app.get("none"));
console.log(app.enabled("etag"), app.disabled("case sensitive routing"), typeof app.get("etag fn"), app.get("view engine"), app.locals.settings === app.settings);
app.engine("tpl", (file, options, done) => {
  fs.readFile(file, "utf8", (error, text) => (error ? done(error) : done(null, text.replace(/\{(\w+)\}/g, (_, name) => options[name] ?? "?"))));
});
app.set("views", path.join(__dirname, "views"));
app.set("view engine", "tpl");
app.set("json spaces", 2);
app.set("json replacer", (key, value) => (key === "password" ? undefined : value));
app.set("json escape", true);
app.disable("x-powered-by");
app.locals.shop = "Tea shop";
app.get("/view", (req, res) => { res.locals.user = "u1"; res.render("hello", { what: "cup" }); });
app.get("/override", (req, res) => res.render("hello", { shop: "Other" }, (err, html) => res.send(html.toUpperCase())));
app.get("/none", (req, res) => res.render("none"));
app.get("/json", (req, res) => res.json({ name: "<u1>", password: "p", list: [1, { a: null }] }));
app.get("/settings", (req, res) => res.send(String(req.app.get("json spaces"))));
app.use((err, req, res, next) => res.status(500).send(`${err.name}: ${err.message.replaceAll(__dirname, "")}`));
app.render("hello", { what: "x" }, (err, html) => console.log("app.render", err, html.trim()));

const server = app.listen(0, "localhost", async () => {
  const base = `http://localhost:${server.address().port}`;
  for (const url of ["/view", "/override", "/none", "/json", "/settings"]) {
    const res = await fetch(base + url);
    console.log(url, res.status, res.headers.get("content-type"), res.headers.get("x-powered-by"), await res.text());
  }
  server.close();
});

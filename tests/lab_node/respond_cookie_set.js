const express = require("express");
const { serve } = require("./respond/ask");
const app = express();
app.get("/", (req, res) => {
  res.cookie("age", "v", { maxAge: 90_500 });
  const text = res.get("Set-Cookie").replace(/Expires=.*/, "Expires");
  res.removeHeader("Set-Cookie");
  res.json(text);
});
app.get("/list", (req, res) => {
  res.cookie("plain", "a b;ü").cookie("object", { x: [1] }).cookie("number", 7);
  res.cookie("all", "v", { domain: "example.com", path: "/p", httpOnly: true, secure: true, partitioned: true, priority: "high", sameSite: "lax" });
  res.cookie("strict", "v", { sameSite: true }).cookie("raw", "a+b", { encode: String });
  res.cookie("gone", "v", { expires: new Date(0) });
  res.clearCookie("old", { path: "/x", maxAge: 1000 }).clearCookie("older").end();
});
serve(app, async (ask) => {
  await ask("/list");
  await ask("/");
});

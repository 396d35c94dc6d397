// A table of patterns, the first that fits.
import express from "express";
import shop from "./shop.js";

const table = [
  [/^\/assets\//i, "public, max-age=31536000, immutable"],
  [/^\/teas(\/|$)/i, "s-maxage=600, max-age=60"],
  [/^\/account(\/|$)/i, "no-cache, private"],
  [/^\/reset\//i, "no-store"],
  [/^/, "no-cache"],
];

const app = express();
app.use((req, res, next) => {
  const [, words] = table.find(([pattern]) => pattern.test(req.path));
  res.setHeader("Cache-Control", words);
  next();
});
app.use(shop);
app.use((req, res) => res.status(404).set("Cache-Control", "no-store").end());
app.listen(3000);

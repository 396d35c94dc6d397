const express = require("express");
const { serve, refusal } = require("./respond/ask");
const app = express();
app.get("/", (req, res) => {
  res.set("X-One", 1).set({ "X-Two": ["a", "b"], "X-Three": undefined });
  res.header("X-Four", "4").append("X-Four", ["5", "6"]).append("X-New", "n");
  res.links({ next: "/?page=2", last: "/?page=9" }).links({ self: ["/a", "/b"] });
  res.vary("Accept").vary(["Origin", "accept"]);
  res.json([res.get("x-one"), res.get("X-Two"), res.get("nope"), refusal(() => res.vary())]);
});
serve(app, async (ask) => {
  await ask("/");
});

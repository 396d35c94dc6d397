const express = require("express");
const { serve, refusal } = require("./respond/ask");
const app = express();
const cases = [
  ["a b", "v", {}], ["a", "v", { path: "/\n" }], ["a", "v", { domain: "x y" }], ["a", "v", { expires: "soon" }],
  ["a", "v", { sameSite: "maybe" }], ["a", "v", { priority: "top" }], ["a", "v", { maxAge: "x" }],
  ["a", "v", { encode: 5 }], ["a", "é;", { encode: String }], ["a", "v", { signed: true }],
];
app.get("/", (req, res) => res.json(cases.map((values) => refusal(() => res.cookie(...values)))));
serve(app, async (ask) => {
  await ask("/");
});

const express = require("express");
const { serve } = require("./respond/ask");
const app = express();
const names = [undefined, "plan.pdf", "a b.txt", 'say "hi".html', "grüße.txt", "€ 😀.csv", "100%25.txt", "dir/file.zzz", "it's (1)*.txt€"];
app.get("/", (req, res) => {
  res.json(names.map((name) => [res.attachment(name).get("Content-Disposition"), res.get("Content-Type")]));
});
serve(app, async (ask) => {
  await ask("/");
});

const express = require("express");
const app = express();
let last = 0;

// parse: JSON, up to 10 kB
app.use(express.json({ limit: "10kb" }));

app.post("/orders", (req, res) => {
  // check: the format, then the items
  if (!req.is("application/json")) {
    return res.status(415).json({ error: "send JSON" });
  }
  const items = req.body?.items;
  if (!Array.isArray(items) || items.length === 0) {
    return res.status(422).json({ error: "items must be a list" });
  }
  // answer: the order, with the fields that you chose
  last += 1;
  res.status(201).json({ id: last, items });
});

// refuse: what the parser found
app.use((err, req, res, next) => {
  const status = err.status ?? 500;
  const words = { 400: "broken JSON", 413: "over 10 kB", 415: "send JSON" };
  res.status(status).json({ error: words[status] ?? "not served" });
});

app.listen(3000);

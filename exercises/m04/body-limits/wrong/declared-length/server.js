const express = require("express");
const app = express();

app.use((req, res, next) => {
  const length = Number(req.get("Content-Length") ?? 0);
  if (length > 10240) return res.status(413).json({ error: "over 10 kB" });
  next();
});
app.use(express.json());

app.post("/orders", (req, res) => {
  if (!req.is("application/json")) {
    return res.status(415).json({ error: "send JSON" });
  }
  const items = req.body?.items;
  if (!Array.isArray(items) || items.length === 0) {
    return res.status(422).json({ error: "items must be a list" });
  }
  res.status(201).json({ id: 1, items });
});

app.use((err, req, res, next) => {
  res.status(err.status ?? 500).json({ error: "not served" });
});

app.listen(3000);

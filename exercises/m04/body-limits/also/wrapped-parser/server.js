const express = require("express");
const app = express();

const WORDS = { "entity.parse.failed": "broken JSON", "entity.too.large": "too large" };
const parse = express.json({ limit: "10kb", strict: false });
const orders = new Map();

app.use((req, res, next) => {
  parse(req, res, (err) => {
    if (!err) return next();
    console.error(err);
    res.status(err.status || 500).json({ error: WORDS[err.type] ?? "bad body" });
  });
});

app.route("/orders").post((req, res) => {
  const type = req.headers["content-type"];
  if (type === undefined) return res.status(400).json({ error: "no body" });
  if (!req.is("json")) return res.status(415).json({ error: `cannot read ${type}` });
  const { items } = Object(req.body);
  if (!(Array.isArray(items) && items.length)) {
    return res.status(422).json({ error: "items: a list with something in it", field: "items" });
  }
  const order = { id: `o-${orders.size + 1}`, items: [...items], at: new Date() };
  orders.set(order.id, order);
  res.status(201).json(order);
});

app.listen(3000, () => console.log("takes orders"));

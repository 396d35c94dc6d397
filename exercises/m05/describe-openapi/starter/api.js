// The shop's API, with two endpoints. openapi.json describes what they answer.
const express = require("express");

const products = [
  { id: 1, name: "Green tea", price: 320, note: "loose leaves" },
  { id: 2, name: "Cup", price: 900, note: "" },
  { id: 3, name: "Kettle", price: 3900, was: 4500, note: "1.7 litres" },
  { id: 4, name: "Sieve", price: 450, note: null },
];
let orders = 0;

const app = express();
app.use(express.json());

app.get("/products/:id", (req, res) => {
  const product = products.find((p) => p.id === Number(req.params.id));
  if (!product) return res.status(404).json({ error: "no such product" });
  res.json(product);
});

app.post("/orders", (req, res) => {
  const { product: id, quantity } = req.body;
  const product = products.find((p) => p.id === id);
  if (!product) return res.status(422).json({ error: "no such product" });
  if (!(quantity >= 1)) return res.status(422).json({ error: "quantity is 1 or more" });
  orders += 1;
  const order = { id: orders, product: id, quantity, total: quantity * product.price, paid: false };
  res.status(201).location("/orders/" + order.id).json(order);
});

module.exports = app;

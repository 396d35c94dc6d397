const express = require("express");
const products = require("./products.js");
const app = express();

const CODES = ["EUR", "USD", "INR"];

// check: the number, or undefined
function readId(text) {
  if (!/^\d+$/.test(text)) return undefined;
  const id = Number(text);
  return id >= 1 && Number.isSafeInteger(id) ? id : undefined;
}

app.get("/products/:id", (req, res) => {
  // read
  const id = readId(req.params.id);
  const { currency = "EUR" } = req.query;

  // check
  if (id === undefined) {
    return res.status(400).json({ error: "id: a whole number, please" });
  }
  if (!CODES.includes(currency)) {
    return res.status(400).json({ error: "currency: " + CODES.join(", ") });
  }

  // find
  const product = products.find((one) => one.id === id);
  if (!product) {
    return res.status(404).json({ error: "no such product" });
  }

  // answer
  const { name, prices } = product;
  res.json({ id, name, price: prices[currency], currency });
});

app.listen(3000);

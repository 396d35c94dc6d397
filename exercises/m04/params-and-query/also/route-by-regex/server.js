import express from "express";
import products from "./products.js";

const byId = new Map(products.map((product) => [String(product.id), product]));
const app = express();
app.set("query parser", "extended");

app.get(/^\/products\/0*([1-9]\d{0,15})$/, (req, res, next) => {
  if (BigInt(req.params[0]) > BigInt(Number.MAX_SAFE_INTEGER)) return next();
  const currency = req.query.currency === undefined ? "EUR" : req.query.currency;
  if (typeof currency !== "string" || !/^(EUR|USD|INR)$/.test(currency)) {
    return res.status(400).json({ error: "currency: EUR, USD or INR" });
  }
  const product = byId.get(req.params[0]);
  if (!product) return res.status(404).json({ error: "no such product" });
  const { id, name, prices: { [currency]: price } } = product;
  res.set("Cache-Control", "max-age=60").json({ price, currency, name, id });
});

app.get("/products/:any", (req, res) => {
  res.status(400).json({ error: `${req.params.any} is no id`, id: req.params.any });
});

app.listen(3000);

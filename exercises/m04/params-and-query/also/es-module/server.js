import express from "express";
import products from "./products.js";

const byId = new Map(products.map((product) => [product.id, product]));
const codes = new Set(["EUR", "USD", "INR"]);
const LARGEST = BigInt(Number.MAX_SAFE_INTEGER);

class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

function wholeNumber(text) {
  if (/[^0-9]/.test(text)) throw new Refused(400, "not a number");
  const value = BigInt(text);
  if (value < 1n || value > LARGEST) throw new Refused(400, "out of range");
  return Number(value);
}

const router = express.Router();
router.get("/:id", async ({ params, query }, res) => {
  const id = wholeNumber(params.id);
  const currency = "currency" in query ? query.currency : "EUR";
  if (!codes.has(currency)) throw new Refused(400, "not a currency");
  const product = byId.get(id);
  if (!product) throw new Refused(404, "no product " + id);
  const { name, prices } = product;
  res.send({ id, name, currency, price: prices[currency] });
});

const app = express();
app.use("/products", router);
app.use((error, req, res, next) => {
  res.status(error.status ?? 500).json({ error: error.message });
});
app.listen(3000);

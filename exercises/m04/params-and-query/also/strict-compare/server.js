const express = require("express");
const products = require("./products.js");

const app = express();

app.get("/products/:id", function (req, res) {
  const errors = [];
  const sent = req.params.id;
  const number = Number(sent);
  if (String(number) !== sent || !Number.isSafeInteger(number) || number < 1) {
    errors.push("id must be a whole number");
  }

  let currency = req.query.currency;
  if (currency === undefined) currency = "EUR";
  switch (currency) {
    case "EUR":
    case "USD":
    case "INR":
      break;
    default:
      errors.push("currency is not known");
  }
  if (errors.length > 0) {
    res.status(400);
    res.json({ error: errors.join("; "), errors });
    return;
  }

  for (const product of products) {
    if (product.id === number) {
      const price = product.prices[currency];
      res.json({ id: number, name: product.name, price, currency });
      return;
    }
  }
  res.status(404).json({ error: "not found" });
});

app.listen(3000);

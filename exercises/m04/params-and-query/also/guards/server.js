const express = require("express");
const products = require("./products.js");
const app = express();

const no = (res, status, error) => res.status(status).json({ error });

app.param("id", (req, res, next, text) => {
  const id = parseInt(text, 10);
  if (!/^[0-9]{1,16}$/.test(text) || id < 1 || !Number.isSafeInteger(id)) {
    return no(res, 400, "bad id");
  }
  req.product = products.find((product) => product.id === id);
  next();
});

function currency(req, res, next) {
  const code = req.query.currency;
  if (code === undefined) {
    res.locals.code = "EUR";
  } else if (typeof code === "string" && /^(EUR|USD|INR)$/.test(code)) {
    res.locals.code = code;
  } else {
    return no(res, 400, "bad currency");
  }
  next();
}

app.get("/products/:id", currency, (req, res) => {
  if (!req.product) return no(res, 404, "unknown");
  const { prices, ...rest } = req.product;
  const { code } = res.locals;
  res.json({ ...rest, price: prices[code], currency: code });
});

app.listen(3000);

const express = require("express");
const products = require("./products.js");
const app = express();

// read: the id and the currency, both as they were sent
// check: only digits, a safe number, a known code; else 400
// find: the product, or 404
// answer: id, name, price, currency

app.listen(3000);

const express = require("express");
const routes = require("./routes");

// 130 products, at 24 different prices.
const products = [];
for (let id = 1; id <= 130; id += 1) {
  products.push({ id, name: "Tea no. " + id, price: 100 + ((id * 37) % 24) * 10 });
}

// The store promises no order: it may begin anywhere.
let asked = 0;
function readProducts() {
  asked += 1;
  const begin = (asked * 48) % products.length;
  return [...products.slice(begin), ...products.slice(0, begin)];
}

const app = express();
app.use(express.json());
routes(app, readProducts);

app.post("/products", (req, res) => {
  const { name, price } = req.body;
  const product = { id: products.length + 1, name, price };
  products.push(product);
  res.status(201).json(product);
});

app.listen(3000);

const express = require("express");
const routes = require("./routes");

// `cost` is what the shop pays. Nobody outside may learn it.
const products = [
  { id: 1, name: "Assam", category: "tea", price: 12, cost: 7, inStock: true },
  { id: 2, name: "Teapot", category: "ware", price: 100, cost: 41, inStock: true },
  { id: 3, name: "Ceylon", category: "tea", price: 9, cost: 4, inStock: false },
  { id: 4, name: "Darjeeling", category: "tea", price: 25, cost: 9, inStock: true },
  { id: 5, name: "Cup", category: "ware", price: 9, cost: 2, inStock: true },
  { id: 6, name: "Matcha", category: "tea", price: 30, cost: 22, inStock: false },
  { id: 7, name: "Strainer", category: "ware", price: 4, cost: 1, inStock: false },
  { id: 8, name: "Honey", category: "food", price: 12, cost: 5, inStock: true },
  { id: 9, name: "Biscuits", category: "food", price: 4, cost: 3, inStock: true },
  { id: 10, name: "Keemun", category: "tea", price: 12, cost: 6, inStock: true },
];

// The store promises no order: it may begin anywhere.
let asked = 0;
function readProducts() {
  asked += 1;
  const begin = (asked * 3) % products.length;
  return [...products.slice(begin), ...products.slice(0, begin)];
}

const app = express();
app.use(express.json());
routes(app, readProducts);

app.post("/products", (req, res) => {
  const { name, category, price, cost, inStock } = req.body;
  const product = { id: products.length + 1, name, category, price, cost, inStock };
  products.push(product);
  res.status(201).json({ id: product.id });
});

app.listen(3000);

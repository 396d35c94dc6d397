// The server as it is today: one handler that does everything. It answers what yours should answer.
const express = require("express");
const db = require("./db.js");
const app = express();

app.get("/orders/:id", (req, res) => {
  const row = db.prepare("SELECT * FROM orders WHERE id = ?").get(req.params.id);
  if (!row) return res.status(404).json({ error: "NO_SUCH_ORDER" });
  const { id, product_id: productId, quantity, status } = row;
  res.json({ id, productId, quantity, status });
});

app.post("/orders/:id/cancel", (req, res) => {
  const row = db.prepare("SELECT * FROM orders WHERE id = ?").get(req.params.id);
  if (!row) return res.status(404).json({ error: "NO_SUCH_ORDER" });
  if (row.status !== "open") return res.status(409).json({ error: "NOT_OPEN" });

  db.exec("BEGIN IMMEDIATE");
  try {
    db.prepare("UPDATE orders SET status = 'cancelled' WHERE id = ?").run(row.id);
    db.prepare("UPDATE products SET stock = stock + ? WHERE id = ?").run(row.quantity, row.product_id);
    db.exec("COMMIT");
  } catch (error) {
    db.exec("ROLLBACK");
    throw error;
  }
  const { id, product_id: productId, quantity } = row;
  res.json({ id, productId, quantity, status: "cancelled" });
});

app.listen(3000);

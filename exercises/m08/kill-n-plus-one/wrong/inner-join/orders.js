const db = require("./db.js");

const SQL = `
  SELECT o.id, o.status, i.id AS itemId, i.product_name AS productName, i.quantity
  FROM orders AS o
  JOIN order_items AS i ON i.order_id = o.id
  WHERE o.user_id = ?
  ORDER BY o.id DESC, i.id ASC`;

function listOrders(userId) {
  const list = [];
  for (const { id, status, itemId, productName, quantity } of db.prepare(SQL).iterate(userId)) {
    if (list.at(-1)?.id !== id) list.push({ id, status, items: [] });
    if (itemId !== null) list.at(-1).items.push({ productName, quantity });
  }
  return list;
}

module.exports = { listOrders };

const db = require("./db.js");

exports.listOrders = (userId) =>
  db.prepare(`SELECT o.id, o.status, i.product_name AS productName, i.quantity
    FROM orders AS o LEFT JOIN order_items AS i ON i.order_id = o.id
    WHERE o.user_id = ? ORDER BY o.id DESC, i.id`)
    .all(userId)
    .map(({ id, status, ...item }) => ({ id, status, items: [item] }));

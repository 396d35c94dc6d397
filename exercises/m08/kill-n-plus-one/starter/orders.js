const db = require("./db.js");

exports.listOrders = (userId) => {
  // ask: the orders, and then?
  const orders = db.prepare(`SELECT id, status FROM orders
    WHERE user_id = ? ORDER BY id DESC`).all(userId);

  // group: to each order its items
  for (const order of orders) {
    order.items = db.prepare(`SELECT product_name AS productName, quantity
      FROM order_items WHERE order_id = ? ORDER BY id`).all(order.id);
  }
  return orders;
};

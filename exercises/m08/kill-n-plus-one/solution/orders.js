const db = require("./db.js");

const findOrders = db.prepare(
  "SELECT id, status FROM orders WHERE user_id = ? ORDER BY id DESC",
);
const findItems = db.prepare(`
  SELECT order_id, product_name, quantity
  FROM order_items
  WHERE order_id IN (SELECT id FROM orders WHERE user_id = ?)
  ORDER BY id
`);

exports.listOrders = (userId) => {
  // ask: twice, however many orders there are
  const rows = findOrders.all(userId);
  const itemRows = findItems.all(userId);

  // group: to each order its items
  const orders = new Map();
  for (const { id, status } of rows) orders.set(id, { id, status, items: [] });
  for (const item of itemRows) {
    orders.get(item.order_id).items.push({
      productName: item.product_name,
      quantity: item.quantity,
    });
  }
  return [...orders.values()];
};

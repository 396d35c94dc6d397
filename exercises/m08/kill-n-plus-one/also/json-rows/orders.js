import db from "./db.js";

const statement = db.prepare(`
  SELECT id, status, (
    SELECT json_group_array(json_object('productName', product_name, 'quantity', quantity))
    FROM (SELECT * FROM order_items WHERE order_id = orders.id ORDER BY id)
  ) AS items
  FROM orders
  WHERE user_id = $user
  ORDER BY id DESC
`);

export const listOrders = (user) =>
  statement.all({ user }).map((row) => ({ ...row, items: JSON.parse(row.items) }));

WITH entries (order_id, total, paid) AS (
  SELECT id, 0, 0 FROM orders
  UNION ALL
  SELECT order_id, quantity * price_cents, 0 FROM order_items
  UNION ALL
  SELECT order_id, 0, amount_cents FROM payments
)
SELECT order_id, sum(total), sum(paid)
FROM entries
GROUP BY order_id;

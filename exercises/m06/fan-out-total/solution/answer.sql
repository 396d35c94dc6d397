-- For every order: its id, what its items cost, what was paid for it.
WITH items AS (
  SELECT order_id, sum(quantity * price_cents) AS cents
  FROM order_items
  GROUP BY order_id
), paid AS (
  SELECT order_id, sum(amount_cents) AS cents
  FROM payments
  GROUP BY order_id
)
SELECT o.id,
       coalesce(items.cents, 0) AS total_cents,
       coalesce(paid.cents, 0) AS paid_cents
FROM orders AS o
LEFT JOIN items ON items.order_id = o.id
LEFT JOIN paid ON paid.order_id = o.id;

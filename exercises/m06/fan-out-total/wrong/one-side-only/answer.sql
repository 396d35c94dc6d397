WITH paid AS (
  SELECT order_id, sum(amount_cents) AS cents
  FROM payments
  GROUP BY order_id
)
SELECT o.id,
       coalesce(sum(i.quantity * i.price_cents), 0) AS total_cents,
       coalesce(sum(paid.cents), 0) AS paid_cents
FROM orders AS o
LEFT JOIN order_items AS i ON i.order_id = o.id
LEFT JOIN paid ON paid.order_id = o.id
GROUP BY o.id;

SELECT o.id,
  coalesce(sum(i.quantity * i.price_cents) / count(DISTINCT p.id), 0),
  coalesce(sum(p.amount_cents) / count(DISTINCT i.product), 0)
FROM orders AS o
LEFT JOIN order_items AS i ON i.order_id = o.id
LEFT JOIN payments AS p ON p.order_id = o.id
GROUP BY o.id;

SELECT o.id,
  sum(i.quantity * i.price_cents) * 2 / count(*),
  sum(p.amount_cents) * 2 / count(*)
FROM orders AS o
LEFT JOIN order_items AS i ON i.order_id = o.id
LEFT JOIN payments AS p ON p.order_id = o.id
GROUP BY o.id;

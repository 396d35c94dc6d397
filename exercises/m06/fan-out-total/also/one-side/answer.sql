SELECT o.id, coalesce(t.cents, 0), coalesce(sum(p.amount_cents), 0)
FROM orders AS o
LEFT JOIN (
  SELECT order_id, sum(quantity * price_cents) AS cents
  FROM order_items GROUP BY order_id
) AS t ON t.order_id = o.id
LEFT JOIN payments AS p ON p.order_id = o.id
GROUP BY o.id, t.cents;

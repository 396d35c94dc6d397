SELECT o.id,
       coalesce(sum(DISTINCT i.quantity * i.price_cents), 0) AS total_cents,
       coalesce(sum(DISTINCT p.amount_cents), 0) AS paid_cents
FROM orders AS o
LEFT JOIN order_items AS i ON i.order_id = o.id
LEFT JOIN payments AS p ON p.order_id = o.id
GROUP BY o.id;

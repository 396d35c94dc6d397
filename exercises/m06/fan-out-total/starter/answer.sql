-- For every order: its id, what its items cost, what was paid for it.
-- The shop's books say that both sums are too high for some orders.
SELECT o.id,
       sum(i.quantity * i.price_cents) AS total_cents,
       sum(p.amount_cents) AS paid_cents
FROM orders AS o
LEFT JOIN order_items AS i ON i.order_id = o.id
LEFT JOIN payments AS p ON p.order_id = o.id
GROUP BY o.id;

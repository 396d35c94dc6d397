-- A view for one side, and a group for the other.
CREATE TEMP VIEW it AS SELECT order_id, sum(quantity * price_cents) AS c
FROM order_items
GROUP BY order_id;
SELECT o.id, coalesce(it.c, 0), coalesce(sum(p.amount_cents), 0)
FROM orders o
LEFT JOIN it ON it.order_id = o.id
LEFT JOIN payments p ON p.order_id = o.id
GROUP BY o.id, it.c;

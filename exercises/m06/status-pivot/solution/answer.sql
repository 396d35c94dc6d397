-- For each store: id, name, all orders, open, paid, cancelled,
-- and what the paid orders cost together; 0 where there is none.
SELECT s.id, s.name,
  count(o.id) AS all_orders,
  count(CASE WHEN o.status = 'open' THEN 1 END) AS open,
  count(CASE WHEN o.status = 'paid' THEN 1 END) AS paid,
  count(CASE WHEN o.status = 'cancelled' THEN 1 END) AS cancelled,
  sum(CASE WHEN o.status = 'paid' THEN o.total_cents ELSE 0 END) AS paid_cents
FROM stores AS s
LEFT JOIN orders AS o ON o.store_id = s.id
GROUP BY s.id, s.name;

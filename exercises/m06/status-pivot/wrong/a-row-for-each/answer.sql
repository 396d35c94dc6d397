SELECT s.id, s.name, count(o.id),
  count(CASE WHEN o.status = 'open' THEN 1 END),
  count(CASE WHEN o.status = 'paid' THEN 1 END),
  count(CASE WHEN o.status = 'cancelled' THEN 1 END),
  sum(CASE WHEN o.status = 'paid' THEN o.total_cents ELSE 0 END)
FROM stores AS s
LEFT JOIN orders AS o ON o.store_id = s.id
GROUP BY s.id, s.name, o.status;

SELECT s.id, s.name, count(o.id),
  count(*) FILTER (WHERE status = 'open'),
  count(*) FILTER (WHERE status = 'paid'),
  count(*) FILTER (WHERE status = 'cancelled'),
  coalesce(sum(total_cents) FILTER (WHERE status = 'paid'), 0)
FROM stores AS s LEFT JOIN orders AS o ON o.store_id = s.id
GROUP BY s.id
ORDER BY s.name;

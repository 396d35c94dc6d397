SELECT s.id, s.name, count(x.id), count(o.id), count(p.id), count(c.id),
  coalesce(sum(p.total_cents), 0)
FROM stores AS s
LEFT JOIN orders AS x ON x.store_id = s.id
LEFT JOIN orders AS o ON o.store_id = s.id AND o.status = 'open'
LEFT JOIN orders AS p ON p.store_id = s.id AND p.status = 'paid'
LEFT JOIN orders AS c ON c.store_id = s.id AND c.status = 'cancelled'
GROUP BY s.id, s.name;

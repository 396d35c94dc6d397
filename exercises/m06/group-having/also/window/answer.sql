SELECT DISTINCT id, name, n, s
FROM (
  SELECT c.id, c.name, count(*) OVER w AS n, sum(o.total_cents) OVER w AS s
  FROM customers AS c JOIN orders AS o ON o.customer_id = c.id
  WHERE o.status = 'paid'
  WINDOW w AS (PARTITION BY c.id)
)
WHERE n >= 3 AND s > 10000
ORDER BY s DESC, id

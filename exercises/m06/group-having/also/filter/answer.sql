SELECT c.id, c.name,
  count(*) FILTER (WHERE status = 'paid') AS n,
  sum(CASE WHEN status = 'paid' THEN total_cents ELSE 0 END) AS cents
FROM customers AS c LEFT JOIN orders AS o ON o.customer_id = c.id
GROUP BY c.id
HAVING n >= 3 AND cents > 10000
ORDER BY -cents, c.id;

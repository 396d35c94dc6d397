WITH paid AS (
  SELECT customer_id, count(*) AS n, sum(total_cents) AS cents
  FROM orders
  WHERE status = 'paid'
  GROUP BY customer_id
)
SELECT customers.id, name, n, cents
FROM paid JOIN customers ON customers.id = customer_id
WHERE n >= 3 AND cents > 10000
ORDER BY cents DESC, customers.id;

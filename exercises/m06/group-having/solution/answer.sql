-- Customers with at least 3 paid orders that sum up to more than 100.00:
-- id, name, number of paid orders, their sum in cents.
-- The highest sum first; equal sums by id.
SELECT c.id, c.name, count(*) AS orders, sum(o.total_cents) AS cents
FROM customers AS c
JOIN orders AS o ON o.customer_id = c.id
WHERE o.status = 'paid'
GROUP BY c.id, c.name
HAVING count(*) >= 3 AND sum(o.total_cents) > 10000
ORDER BY cents DESC, c.id;

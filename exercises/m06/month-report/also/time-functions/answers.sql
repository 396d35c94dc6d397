-- 1. the ids of the orders that were made in October 2026
SELECT id FROM orders WHERE strftime('%Y-%m', created_at) = '2026-10';

-- 2. for every period: its name, the number of all its orders, and what
--    its paid orders cost together; 0 where there is none;
--    in the order in which the periods start
WITH t AS (SELECT p.name, p.starts_at, o.id, CASE WHEN o.status = 'paid' THEN o.total_cents ELSE 0 END AS c FROM periods AS p LEFT OUTER JOIN orders AS o ON (o.created_at >= p.starts_at AND NOT o.created_at >= p.ends_at)) SELECT name AS "Period", COUNT(id) AS "Orders", SUM(c) AS "Cents" FROM t GROUP BY name ORDER BY MIN(starts_at);

-- 3. the names of the periods in which nothing was paid:
--    no order at all, or none that is paid
SELECT name FROM periods EXCEPT SELECT p.name FROM periods p JOIN orders o ON o.created_at >= p.starts_at AND o.created_at < p.ends_at WHERE o.status = 'paid';

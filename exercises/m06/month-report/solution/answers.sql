-- 1. the ids of the orders that were made in October 2026
SELECT id FROM orders
WHERE created_at >= '2026-10-01 00:00:00' AND created_at < '2026-11-01 00:00:00';

-- 2. for every period: its name, the number of all its orders, and what
--    its paid orders cost together; 0 where there is none;
--    in the order in which the periods start
SELECT p.name, count(o.id) AS orders,
  sum(CASE WHEN o.status = 'paid' THEN o.total_cents ELSE 0 END) AS paid_cents
FROM periods AS p
LEFT JOIN orders AS o
  ON o.created_at >= p.starts_at AND o.created_at < p.ends_at
GROUP BY p.name, p.starts_at
ORDER BY p.starts_at;

-- 3. the names of the periods in which nothing was paid:
--    no order at all, or none that is paid
SELECT p.name FROM periods AS p
WHERE NOT EXISTS (
  SELECT o.id FROM orders AS o
  WHERE o.created_at >= p.starts_at AND o.created_at < p.ends_at
    AND o.status = 'paid'
);

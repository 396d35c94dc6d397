-- 1. the ids of the orders that were made in October 2026
SELECT id FROM orders
WHERE created_at >= '2026-10-01 00:00:00' AND created_at < '2026-11-01 00:00:00';

-- 2. the newest period that has started
SELECT p.name, count(o.id),
  sum(CASE WHEN o.status = 'paid' THEN o.total_cents ELSE 0 END)
FROM periods AS p
LEFT JOIN orders AS o ON p.starts_at = (
  SELECT max(q.starts_at) FROM periods AS q WHERE q.starts_at <= o.created_at
)
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

-- 1. a pattern
SELECT id FROM orders WHERE created_at LIKE '2026-10-%';

-- 2. added up first, then joined
WITH sums AS (
  SELECT name, count(*) AS n, sum(CASE status WHEN 'paid' THEN total_cents END) AS cents
  FROM periods JOIN orders ON created_at >= starts_at AND NOT created_at >= ends_at
  GROUP BY name
)
SELECT periods.name, coalesce(n, 0), coalesce(cents, 0)
FROM periods LEFT JOIN sums ON sums.name = periods.name
ORDER BY starts_at;

-- 3. a left join that found no partner
SELECT p.name FROM periods AS p
LEFT JOIN orders AS o
  ON o.created_at >= p.starts_at AND o.created_at < p.ends_at AND o.status = 'paid'
WHERE o.id IS NULL;

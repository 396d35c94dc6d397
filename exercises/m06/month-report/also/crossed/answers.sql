-- 1. the day is the first ten signs
SELECT id FROM orders
WHERE substr(created_at, 1, 10) BETWEEN '2026-10-01' AND '2026-10-31'
ORDER BY id;

-- 2. the paid ones joined beside all
SELECT p.name, count(o.id), coalesce(sum(paid.total_cents), 0)
FROM periods AS p
LEFT JOIN orders AS o ON o.created_at >= p.starts_at AND o.created_at < p.ends_at
LEFT JOIN orders AS paid ON paid.id = o.id AND paid.status = 'paid'
GROUP BY p.name
ORDER BY min(p.starts_at);

-- 3. all without those that have one
SELECT name FROM periods
EXCEPT
SELECT p.name FROM periods AS p, orders AS o
WHERE o.status = 'paid' AND o.created_at >= p.starts_at AND o.created_at < p.ends_at;

-- 1. the month is the first seven signs
SELECT id FROM orders WHERE substr(created_at, 1, 7) = '2026-10';

-- 2. a small query for each number
SELECT name,
  (SELECT count(*) FROM orders WHERE starts_at <= created_at AND created_at < ends_at),
  (SELECT coalesce(sum(total_cents), 0) FROM orders
   WHERE starts_at <= created_at AND created_at < ends_at AND status = 'paid')
FROM periods
ORDER BY starts_at;

-- 3. counted
SELECT name FROM periods
WHERE (SELECT count(*) FROM orders
       WHERE starts_at <= created_at AND created_at < ends_at AND status = 'paid') = 0;

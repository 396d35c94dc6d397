-- 600 orders of 20 users, one every five hours.
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600)
INSERT INTO orders (id, user_id, status, created_at, total_cents)
SELECT i, i * 7 % 20 + 1,
  CASE i % 10 WHEN 1 THEN 'open' WHEN 2 THEN 'sent' WHEN 3 THEN 'cancelled'
    ELSE 'paid' END,
  datetime('2026-01-01', (i * 5) || ' hours'), 300 + i * 37 % 5000
FROM n;

-- 600 orders of 20 users by 4 couriers, one every five hours; 1 of 50 is open.
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600)
INSERT INTO orders (id, code, user_id, courier_id, status, created_at, total_cents)
SELECT i, 'T' || (i * 7919 % 1000), i * 7 % 20 + 1, i * 3 % 4 + 1,
  CASE WHEN i % 50 = 9 THEN 'open' ELSE 'paid' END,
  datetime('2026-01-01', (i * 5) || ' hours'), 300 + i * 37 % 5000
FROM n;

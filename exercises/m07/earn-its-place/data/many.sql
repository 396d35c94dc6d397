-- 5,500 orders of 50 users by 11 couriers, one every hour.
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5500)
INSERT INTO orders (id, code, user_id, courier_id, status, created_at, total_cents)
SELECT i, 'K' || (i * 7919 % 10007), i * 7 % 50 + 1, i * 5 % 11 + 1,
  CASE WHEN i % 50 = 9 THEN 'open' WHEN i % 7 = 2 THEN 'sent' ELSE 'paid' END,
  datetime('2025-08-01', i || ' hours'), 300 + i * 41 % 5000
FROM n;

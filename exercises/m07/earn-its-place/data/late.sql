-- 3,000 orders of 40 users by 12 couriers, one every 90 minutes.
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
INSERT INTO orders (id, code, user_id, courier_id, status, created_at, total_cents)
SELECT i, 'R' || (i * 7919 % 5003), i * 11 % 40 + 1, i * 7 % 12 + 1,
  CASE WHEN i % 40 = 3 THEN 'open' ELSE 'paid' END,
  datetime('2025-09-12', (i * 90) || ' minutes'), 200 + i * 53 % 4000
FROM n;

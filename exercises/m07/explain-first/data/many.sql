-- 5,500 orders of 50 users, one every hour; one of 50 is open.
-- Users 1 and 14 have two orders of one second.
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5500)
INSERT INTO orders (id, user_id, status, created_at, total_cents)
SELECT i, i * 7 % 50 + 1,
  CASE WHEN i % 50 = 9 THEN 'open' WHEN i % 7 = 2 THEN 'sent'
    WHEN i % 11 = 3 THEN 'cancelled' ELSE 'paid' END,
  datetime('2025-08-01', i || ' hours'), 300 + i * 41 % 5000
FROM n;

INSERT INTO orders (user_id, status, created_at, total_cents)
SELECT user_id, status, created_at, 990 FROM orders WHERE id IN (5459, 5500);

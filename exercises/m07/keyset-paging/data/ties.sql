-- 75 orders in two minutes only; the client has the first 30.
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 75)
INSERT INTO orders (id, created_at, total_cents)
SELECT i, iif(i % 3 = 0, '2026-06-01 10:00:00', '2026-06-01 10:01:00'),
  500 + i * 11 % 700
FROM n;

INSERT INTO last_seen (created_at, id)
SELECT created_at, id FROM orders
ORDER BY created_at DESC, id DESC LIMIT 1 OFFSET 29;

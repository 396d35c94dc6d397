-- 50 orders; up to three share a minute. The client has the first 20.
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50)
INSERT INTO orders (id, created_at, total_cents)
SELECT i, datetime('2026-05-01', ((i * 17 % 50 + 1) / 3) || ' minutes'),
  300 + i * 37 % 900
FROM n;

INSERT INTO last_seen (created_at, id)
SELECT created_at, id FROM orders
ORDER BY created_at DESC, id DESC LIMIT 1 OFFSET 19;

-- 6,000 orders, three each minute; the client has 5,000 of them.
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6000)
INSERT INTO orders (id, created_at, total_cents)
SELECT i, datetime('2026-08-01', (i * 1231 % 6000 / 3) || ' minutes'),
  300 + i * 41 % 900
FROM n;

INSERT INTO last_seen (created_at, id)
SELECT created_at, id FROM orders
ORDER BY created_at DESC, id DESC LIMIT 1 OFFSET 4999;

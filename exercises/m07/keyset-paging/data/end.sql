-- 40 orders, two each minute; the client has them all.
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
INSERT INTO orders (id, created_at, total_cents)
SELECT i * 3, datetime('2026-07-01', (i * 7 % 40 / 2) || ' minutes'), i * 10
FROM n;

INSERT INTO last_seen (created_at, id)
SELECT created_at, id FROM orders ORDER BY created_at, id LIMIT 1;

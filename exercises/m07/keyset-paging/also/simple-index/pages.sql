-- 1
CREATE UNIQUE INDEX IF NOT EXISTS by_time ON orders (created_at, id, total_cents);
SELECT id, created_at, total_cents
FROM orders ORDER BY created_at DESC, id DESC LIMIT 20 OFFSET 0;
-- 2
SELECT o.id, o.created_at, o.total_cents
FROM orders AS o
WHERE ((SELECT created_at FROM last_seen), (SELECT id FROM last_seen))
  > (o.created_at, o.id)
ORDER BY o.created_at DESC, o.id DESC LIMIT 20;

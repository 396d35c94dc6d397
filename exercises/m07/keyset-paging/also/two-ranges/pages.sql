-- 1
CREATE INDEX newest ON orders (created_at DESC, id DESC);
SELECT id, created_at, total_cents FROM orders
ORDER BY created_at DESC, id DESC LIMIT 20;

-- 2. the rest of that minute, then what is older
SELECT id, created_at, total_cents FROM orders
WHERE created_at = (SELECT created_at FROM last_seen)
  AND id < (SELECT id FROM last_seen)
UNION ALL
SELECT id, created_at, total_cents FROM orders
WHERE created_at < (SELECT created_at FROM last_seen)
ORDER BY created_at DESC, id DESC LIMIT 20;

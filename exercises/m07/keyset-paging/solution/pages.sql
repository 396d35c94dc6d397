-- 1. the index, and the first page
CREATE INDEX orders_newest ON orders (created_at DESC, id DESC);

SELECT id, created_at, total_cents FROM orders
ORDER BY created_at DESC, id DESC
LIMIT 20;

-- 2. the next page, from the order in last_seen
SELECT id, created_at, total_cents FROM orders
WHERE (created_at, id) < (SELECT created_at, id FROM last_seen)
ORDER BY created_at DESC, id DESC
LIMIT 20;

BEGIN;
CREATE UNIQUE INDEX IF NOT EXISTS "by user" ON "orders" ("user_id", created_at DESC, id);
create index main.by_status on orders (status asc, created_at desc); -- read backwards by c
COMMIT;

EXPLAIN QUERY PLAN
SELECT id, total_cents FROM orders WHERE user_id = 7 ORDER BY created_at DESC;

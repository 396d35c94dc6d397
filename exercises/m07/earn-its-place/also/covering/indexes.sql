BEGIN;
CREATE INDEX courier_list ON orders (courier_id, created_at, code);
CREATE INDEX user_list ON orders (user_id, created_at, total_cents);
DROP INDEX orders_user_time; DROP INDEX orders_user; DROP INDEX orders_courier;
DROP INDEX orders_code; DROP INDEX orders_status; DROP INDEX orders_total;
COMMIT;
EXPLAIN QUERY PLAN SELECT id, code FROM orders WHERE courier_id = 3 ORDER BY created_at;

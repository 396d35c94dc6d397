-- what goes
DROP INDEX orders_code;
DROP INDEX orders_user;
DROP INDEX orders_courier;
DROP INDEX orders_status;
DROP INDEX orders_total;

-- what is missing
CREATE INDEX orders_courier_time ON orders (courier_id, created_at);

-- the indexes that the four queries need
CREATE INDEX orders_user_time ON orders (user_id, created_at);
CREATE INDEX orders_status_time ON orders (status, created_at);

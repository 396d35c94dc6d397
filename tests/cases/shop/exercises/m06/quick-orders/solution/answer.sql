CREATE INDEX orders_user ON orders (user_id, total);
SELECT id, total FROM orders WHERE user_id = 2 ORDER BY total DESC;

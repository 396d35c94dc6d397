-- 1
SELECT i.order_id, u.name AS user, p.name AS product, i.quantity
FROM order_items AS i, orders AS o, users AS u, products AS p
WHERE o.id = i.order_id AND u.id = o.user_id AND p.id = i.product_id;

-- 2
SELECT id, name,
  (SELECT count(*) FROM orders AS o WHERE o.user_id = users.id) AS n
FROM users;

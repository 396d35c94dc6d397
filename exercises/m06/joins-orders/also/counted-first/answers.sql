-- 1
WITH who AS (
  SELECT orders.id, users.name FROM orders JOIN users ON users.id = user_id
)
SELECT who.id, who.name, products.name, quantity
FROM order_items
JOIN who ON who.id = order_id
JOIN products ON products.id = product_id
ORDER BY who.id, products.id;

-- 2
WITH counted AS (
  SELECT user_id, count(*) AS n FROM orders GROUP BY user_id
)
SELECT u.id, u.name, coalesce(c.n, 0)
FROM users AS u LEFT JOIN counted AS c ON c.user_id = u.id;

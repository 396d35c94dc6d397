-- 1. every line of every order
SELECT i.order_id, u.name AS "user", p.name AS product, i.quantity
FROM products AS p
LEFT JOIN order_items AS i ON i.product_id = p.id
LEFT JOIN orders AS o ON o.id = i.order_id
LEFT JOIN users AS u ON u.id = o.user_id
WHERE i.order_id IS NOT NULL;

-- 2. every user
SELECT u.id, u.name, count(*)
FROM users AS u JOIN orders AS o ON o.user_id = u.id
GROUP BY u.id, u.name
UNION ALL
SELECT id, name, 0 FROM users
WHERE id NOT IN (SELECT user_id FROM orders)
ORDER BY 1 DESC;

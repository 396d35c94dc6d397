-- 1. every line of every order: order id, name of the user,
--    name of the product, quantity
SELECT o.id, u.name, p.name, i.quantity
FROM orders AS o
JOIN users AS u ON u.id = o.user_id
JOIN order_items AS i ON i.order_id = o.id
JOIN products AS p ON p.id = i.product_id;

-- 2. every user: id, name, number of orders; 0 for who has none
SELECT u.id, u.name, count(o.id) AS orders
FROM users AS u
LEFT JOIN orders AS o ON o.user_id = u.id
GROUP BY u.id, u.name;

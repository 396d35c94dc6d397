-- 1. id and name of every product that no line of any order names
SELECT p.id, p.name FROM order_items i RIGHT JOIN products p ON p.id = i.product_id WHERE i.order_id IS NULL;

-- 2. id and name of every product that no paid order holds:
--    never ordered, or only in open and cancelled orders
SELECT p.id, p.name FROM products p LEFT JOIN order_items i ON i.product_id = p.id LEFT JOIN orders o ON o.id = i.order_id GROUP BY p.id HAVING coalesce(max(o.status = 'paid'), 0) = 0;

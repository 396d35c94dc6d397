-- 1. the gaps are taken out of the list
SELECT id, name FROM products
WHERE id NOT IN (SELECT product_id FROM order_items WHERE product_id IS NOT NULL);

-- 2. counted
SELECT p.id, p.name FROM products p
LEFT JOIN order_items i ON i.product_id = p.id
LEFT JOIN orders o ON o.id = i.order_id AND o.status = 'paid'
GROUP BY p.id, p.name
HAVING count(o.id) = 0;

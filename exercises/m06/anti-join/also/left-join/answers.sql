-- 1.
SELECT p.id, p.name
FROM products AS p
LEFT JOIN order_items AS i ON i.product_id = p.id
WHERE i.id IS NULL
ORDER BY p.name;

-- 2.
WITH paid AS (
  SELECT product_id FROM orders
  JOIN order_items ON order_id = orders.id
  WHERE status = 'paid'
)
SELECT products.* FROM products
LEFT JOIN paid ON products.id = paid.product_id
WHERE paid.product_id IS NULL;

-- 1. all products without those that were ordered
SELECT id, name FROM products
EXCEPT
SELECT p.id, p.name FROM order_items AS i JOIN products AS p ON p.id = i.product_id;

-- 2.
SELECT id, name FROM products
WHERE id IN (
  SELECT id FROM products
  EXCEPT
  SELECT product_id FROM order_items
  WHERE order_id IN (SELECT id FROM orders WHERE status = 'paid')
);

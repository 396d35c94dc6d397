-- 1. id and name of every product that no line of any order names
SELECT p.id, p.name
FROM products AS p
WHERE NOT EXISTS (
  SELECT i.id FROM order_items AS i WHERE i.product_id = p.id
);

-- 2. id and name of every product that no paid order holds:
--    never ordered, or only in open and cancelled orders
SELECT p.id, p.name
FROM products AS p
WHERE NOT EXISTS (
  SELECT i.id
  FROM order_items AS i
  JOIN orders AS o ON o.id = i.order_id
  WHERE i.product_id = p.id AND o.status = 'paid'
);

WITH sold AS (
  SELECT p.category, p.id, p.name,
         sum(i.quantity * i.price_cents) AS cents
  FROM products AS p
  JOIN order_items AS i ON i.product_id = p.id
  JOIN orders AS o ON o.id = i.order_id
  WHERE o.status = 'paid' AND p.category IS NOT NULL
  GROUP BY p.category, p.id, p.name
)
SELECT category, id, name, cents FROM sold
WHERE cents IN (SELECT max(cents) FROM sold GROUP BY category);

-- For each category the product that brought in most:
-- category, product's id, product's name, cents from paid orders.
-- Equal at the top: all of them.
WITH sold AS (
  SELECT p.category, p.id, p.name,
         sum(i.quantity * i.price_cents) AS cents
  FROM products AS p
  JOIN order_items AS i ON i.product_id = p.id
  JOIN orders AS o ON o.id = i.order_id
  WHERE o.status = 'paid' AND p.category IS NOT NULL
  GROUP BY p.category, p.id, p.name
), ranked AS (
  SELECT category, id, name, cents,
         rank() OVER (PARTITION BY category ORDER BY cents DESC) AS place
  FROM sold
)
SELECT category, id, name, cents
FROM ranked
WHERE place = 1;

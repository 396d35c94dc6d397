WITH sold AS (
  SELECT p.category, p.id, p.name,
         coalesce(sum(i.quantity * i.price_cents), 0) AS cents
  FROM products AS p
  LEFT JOIN (order_items AS i JOIN orders AS o ON o.id = i.order_id AND o.status = 'paid')
    ON i.product_id = p.id
  WHERE p.category IS NOT NULL
  GROUP BY p.category, p.id, p.name
), ranked AS (
  SELECT category, id, name, cents,
         rank() OVER (PARTITION BY category ORDER BY cents DESC) AS place
  FROM sold
)
SELECT category, id, name, cents FROM ranked WHERE place = 1;

WITH sold AS (
  SELECT category, p.id, name, sum(quantity * i.price_cents) AS cents
  FROM order_items AS i
  JOIN products AS p ON p.id = product_id
  WHERE category IS NOT NULL
    AND order_id IN (SELECT id FROM orders WHERE status = 'paid')
  GROUP BY p.id, category, name
)
SELECT * FROM sold
WHERE NOT EXISTS (
  SELECT 1 FROM sold AS better
  WHERE better.category = sold.category AND better.cents > sold.cents
)
ORDER BY category, name;

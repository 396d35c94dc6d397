WITH sold AS (
  SELECT category, p.id, name, sum(quantity * i.price_cents) AS cents
  FROM order_items AS i
  JOIN products AS p ON p.id = product_id
  WHERE category IS NOT NULL
    AND order_id IN (SELECT id FROM orders WHERE status = 'paid')
  GROUP BY p.id, category, name
)
SELECT category, id, name, cents AS revenue FROM sold
WHERE (category, cents) IN (SELECT category, max(cents) FROM sold GROUP BY category)
ORDER BY revenue DESC, id;

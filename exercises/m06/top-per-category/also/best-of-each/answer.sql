WITH sold AS (
  SELECT category, p.id, name, sum(quantity * i.price_cents) AS cents
  FROM order_items AS i
  JOIN products AS p ON p.id = product_id
  WHERE category IS NOT NULL
    AND order_id IN (SELECT id FROM orders WHERE status = 'paid')
  GROUP BY p.id, category, name
), best AS (
  SELECT category, max(cents) AS cents FROM sold GROUP BY category
)
SELECT best.category, sold.id, sold.name, best.cents
FROM best
JOIN sold ON sold.category = best.category AND sold.cents = best.cents;

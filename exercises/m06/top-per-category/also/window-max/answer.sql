-- All in one: the window looks at the grouped rows.
SELECT category, id, name, cents
FROM (
  SELECT p.category, p.id, p.name,
    sum(CASE WHEN o.status = 'paid' THEN i.quantity * i.price_cents END) AS cents,
    max(sum(CASE WHEN o.status = 'paid' THEN i.quantity * i.price_cents END))
      OVER (PARTITION BY p.category) AS best
  FROM orders AS o, order_items AS i, products AS p
  WHERE i.order_id = o.id AND i.product_id = p.id
  GROUP BY p.category, p.id, p.name
) AS sums
WHERE cents = best AND category IS NOT NULL;

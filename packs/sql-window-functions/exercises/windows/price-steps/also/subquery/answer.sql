SELECT q.id, q.name, p.since, p.cents, p.cents - (
  SELECT o.cents FROM prices AS o
  WHERE o.product_id = p.product_id AND o.since < p.since
  ORDER BY o.since DESC
  LIMIT 1
)
FROM prices AS p, products AS q
WHERE q.id = p.product_id
ORDER BY 2, 1, 3;

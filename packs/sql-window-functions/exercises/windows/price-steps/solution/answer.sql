-- step: this price minus the one before it, of the same product
SELECT q.id, q.name, p.since, p.cents,
  p.cents - lag(p.cents) OVER (
    PARTITION BY p.product_id ORDER BY p.since
  ) AS step
FROM prices AS p
JOIN products AS q ON q.id = p.product_id
-- list: product by product, in the order of time
ORDER BY q.name, q.id, p.since;

WITH numbered AS (
  SELECT *, row_number() OVER (PARTITION BY product_id ORDER BY since) AS n
  FROM prices
)
SELECT q.id, q.name, p.since, p.cents, p.cents - o.cents AS step
FROM numbered AS p
JOIN products AS q ON q.id = p.product_id
LEFT JOIN numbered AS o ON o.product_id = p.product_id AND o.n = p.n - 1
ORDER BY q.name, q.id, p.since;

WITH states AS (
  SELECT store_id, status, count(*) AS n, sum(total_cents) AS cents
  FROM orders
  GROUP BY store_id, status
)
SELECT stores.id, name, coalesce(a.n, 0),
  coalesce(o.n, 0), coalesce(p.n, 0), coalesce(c.n, 0), coalesce(p.cents, 0)
FROM stores
LEFT JOIN (SELECT store_id, sum(n) AS n FROM states GROUP BY store_id) AS a ON a.store_id = stores.id
LEFT JOIN states AS o ON o.store_id = stores.id AND o.status = 'open'
LEFT JOIN states AS p ON p.store_id = stores.id AND p.status = 'paid'
LEFT JOIN states AS c ON c.store_id = stores.id AND c.status = 'cancelled';

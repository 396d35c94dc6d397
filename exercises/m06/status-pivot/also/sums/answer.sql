-- Ones and zeros added up in a list that is complete already.
SELECT id, name, sum(one), sum(open), sum(paid), sum(cancelled), sum(cents)
FROM (
  SELECT id, name, 0 AS one, 0 AS open, 0 AS paid, 0 AS cancelled, 0 AS cents FROM stores
  UNION ALL
  SELECT s.id, s.name, 1,
    CASE status WHEN 'open' THEN 1 ELSE 0 END,
    CASE status WHEN 'paid' THEN 1 ELSE 0 END,
    CASE status WHEN 'cancelled' THEN 1 ELSE 0 END,
    CASE status WHEN 'paid' THEN total_cents ELSE 0 END
  FROM stores AS s JOIN orders AS o ON o.store_id = s.id
) AS entries
GROUP BY id, name;

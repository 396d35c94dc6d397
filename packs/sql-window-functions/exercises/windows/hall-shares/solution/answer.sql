-- groups: tickets and cents of each hall, also of an empty one
WITH taken AS (
  SELECT h.id, h.name,
         count(t.id) AS tickets,
         coalesce(sum(t.cents), 0) AS cents
  FROM halls AS h
  LEFT JOIN tickets AS t ON t.hall_id = h.id AND t.refunded = 0
  GROUP BY h.id, h.name
)
-- share: of the cents of all halls
SELECT name, tickets, cents,
       round(100.0 * cents / nullif(sum(cents) OVER (), 0), 1) AS percent
FROM taken
ORDER BY cents DESC, id;

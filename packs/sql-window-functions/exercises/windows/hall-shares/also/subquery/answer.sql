WITH paid AS (
  SELECT hall_id, cents FROM tickets WHERE refunded = 0
), sums AS (
  SELECT id, name,
    (SELECT count(*) FROM paid WHERE hall_id = halls.id) AS n,
    (SELECT total(cents) FROM paid WHERE hall_id = halls.id) AS cents
  FROM halls
)
SELECT name, n, cents,
  round(100 * cents / (SELECT sum(cents) FROM paid), 1)
FROM sums
ORDER BY cents DESC, id;

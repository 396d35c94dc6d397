WITH counted AS (
  SELECT user_id, count(*) AS n FROM orders WHERE user_id IS NOT NULL GROUP BY user_id
)
SELECT users.name AS who, users.city, ifnull(counted.n, 0) AS number
FROM users LEFT JOIN counted ON counted.user_id = users.id
ORDER BY number DESC, users.name;

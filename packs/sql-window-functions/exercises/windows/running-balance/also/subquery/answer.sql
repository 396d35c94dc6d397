SELECT e.id, e.account_id, e.day, e.cents, (
  SELECT coalesce(sum(o.cents), 0)
  FROM entries AS o
  WHERE o.account_id = e.account_id AND (o.day, o.id) <= (e.day, e.id)
) AS balance
FROM entries AS e
ORDER BY e.account_id, e.day DESC, e.id DESC;

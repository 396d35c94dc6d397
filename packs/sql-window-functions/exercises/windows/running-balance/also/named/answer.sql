SELECT id, account_id, day, cents, sum(coalesce(cents, 0)) OVER booked
FROM entries
WINDOW booked AS (PARTITION BY account_id ORDER BY day, id)
ORDER BY account_id, day DESC, id DESC;

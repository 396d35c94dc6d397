-- balance: the sum of the account up to this entry
SELECT id, account_id, day, cents,
  coalesce(sum(cents) OVER (
    PARTITION BY account_id ORDER BY day, id
    ROWS UNBOUNDED PRECEDING
  ), 0) AS balance
FROM entries
-- list: account by account
ORDER BY account_id, day DESC, id DESC;

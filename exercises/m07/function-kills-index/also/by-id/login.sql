create unique index if not exists "one account" on "users" (lower("email"));

EXPLAIN QUERY PLAN SELECT id FROM users WHERE lower(email) = 'x';

WITH wanted (key) AS (SELECT lower(email) FROM typed)
SELECT "id", "name", "email"
FROM users
WHERE id IN (SELECT u.id FROM wanted JOIN users AS u ON lower(u.email) = wanted.key)
LIMIT 1

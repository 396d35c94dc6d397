CREATE INDEX by_capitals ON users (upper(email), id, name);
ANALYZE;
WITH wanted AS (SELECT upper(email) AS email FROM typed)
SELECT u.id, u.name, u.email FROM users AS u
WHERE upper(u.email) = (SELECT email FROM wanted);

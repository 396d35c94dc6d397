ALTER TABLE users ADD COLUMN email_key TEXT AS (lower(email)) VIRTUAL;
CREATE INDEX users_email_key ON users (email_key);
SELECT u.id, u.name, u.email
FROM typed AS t JOIN users AS u ON u.email_key = lower(t.email);

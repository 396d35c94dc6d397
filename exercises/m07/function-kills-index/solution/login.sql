-- the index
CREATE INDEX users_lower_email ON users (lower(email));

-- the user with the typed address: id, name, email as it is stored
SELECT id, name, email
FROM users
WHERE lower(email) = lower((SELECT email FROM typed));

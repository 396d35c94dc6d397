CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL UNIQUE CHECK (length(email) <= 100)
) STRICT;

INSERT INTO users (email) VALUES ('asha@x.test');

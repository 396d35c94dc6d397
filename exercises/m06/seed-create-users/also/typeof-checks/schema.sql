CREATE TABLE users (
  id INTEGER NOT NULL,
  email VARCHAR(100) COLLATE NOCASE NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (email),
  CHECK (typeof(email) = 'text' AND length(email) BETWEEN 1 AND 100)
);

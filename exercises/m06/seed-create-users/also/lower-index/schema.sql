CREATE TABLE users (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  email TEXT NOT NULL,
  CONSTRAINT email_length CHECK (length(email) <= 100)
);

CREATE UNIQUE INDEX one_account_for_each_email ON users (lower(email));

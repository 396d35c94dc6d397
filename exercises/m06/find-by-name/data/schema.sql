CREATE TABLE products (
  code TEXT PRIMARY KEY CHECK (code = upper(code)), -- capital letters only
  name TEXT NOT NULL
) STRICT;

CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  given TEXT NOT NULL,
  family TEXT, -- NULL or '' where there is none
  email TEXT,
  phone TEXT -- NULL, '' or only spaces where there is none
) STRICT;

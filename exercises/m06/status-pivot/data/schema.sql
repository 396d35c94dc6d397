CREATE TABLE stores (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;

CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  store_id INTEGER REFERENCES stores (id), -- NULL: made online
  status TEXT NOT NULL,
  total_cents INTEGER NOT NULL
) STRICT;

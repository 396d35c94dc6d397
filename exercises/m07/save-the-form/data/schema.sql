CREATE TABLE products (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  price_cents INTEGER NOT NULL CHECK (price_cents >= 0),
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE form (
  product_id INTEGER NOT NULL,
  version INTEGER NOT NULL,
  name TEXT NOT NULL,
  price_cents INTEGER NOT NULL
) STRICT;

CREATE TABLE saves (
  id INTEGER PRIMARY KEY,
  product_id INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('saved', 'conflict', 'gone'))
) STRICT;

-- Prices, each from a day on. Without cents the product was not for sale from that day on.
CREATE TABLE products (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;

CREATE TABLE prices (
  id INTEGER PRIMARY KEY,
  product_id INTEGER NOT NULL REFERENCES products (id),
  since TEXT NOT NULL,
  cents INTEGER,
  UNIQUE (since, product_id)
) STRICT;

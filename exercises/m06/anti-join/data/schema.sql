CREATE TABLE products (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;

CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  status TEXT NOT NULL CHECK (status IN ('open', 'paid', 'cancelled'))
) STRICT;

CREATE TABLE order_items (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES orders (id),
  product_id INTEGER REFERENCES products (id), -- NULL: wrapping, delivery
  quantity INTEGER NOT NULL,
  note TEXT
) STRICT;

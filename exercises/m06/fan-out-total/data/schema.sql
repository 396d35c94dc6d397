CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  customer TEXT NOT NULL
) STRICT;

CREATE TABLE order_items (
  order_id INTEGER NOT NULL REFERENCES orders (id),
  product TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  price_cents INTEGER NOT NULL,
  PRIMARY KEY (order_id, product)
) STRICT;

CREATE TABLE payments (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES orders (id),
  amount_cents INTEGER NOT NULL
) STRICT;

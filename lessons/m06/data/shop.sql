-- A small shop: who buys, and what there is.
CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  city TEXT
) STRICT;

CREATE TABLE products (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  category TEXT,
  price_cents INTEGER NOT NULL,
  stock INTEGER NOT NULL
) STRICT;

INSERT INTO users (id, name, city) VALUES
  (1, 'Kishore', 'Chennai'),
  (2, 'Amara', 'Lagos'),
  (3, 'Ravi', 'Pune'),
  (4, 'José', 'Lima'),
  (5, 'Ravi', 'Delhi'),
  (6, 'Meera', NULL),
  (7, 'Lin', NULL);

INSERT INTO products (id, name, category, price_cents, stock) VALUES
  (1, 'mug', 'kitchen', 650, 20),
  (2, 'green tea', 'tea', 450, 12),
  (3, 'coffee', 'coffee', 890, 0),
  (4, 'black tea', 'tea', 390, 0),
  (5, 'tea pot', 'kitchen', 2400, 3),
  (6, 'gift card', NULL, 2000, 100);

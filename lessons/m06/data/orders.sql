-- The shop with its orders. An order without a user was paid at the counter.
CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  city TEXT,
  invited_by INTEGER REFERENCES users (id)
) STRICT;

CREATE TABLE products (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  category TEXT,
  price_cents INTEGER NOT NULL
) STRICT;

CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  user_id INTEGER REFERENCES users (id),
  status TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE order_items (
  order_id INTEGER NOT NULL REFERENCES orders (id),
  product_id INTEGER NOT NULL REFERENCES products (id),
  quantity INTEGER NOT NULL,
  price_cents INTEGER NOT NULL,
  PRIMARY KEY (order_id, product_id)
) STRICT;

CREATE TABLE payments (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES orders (id),
  amount_cents INTEGER NOT NULL
) STRICT;

INSERT INTO users (id, name, city, invited_by) VALUES
  (1, 'Kishore', 'Chennai', NULL),
  (2, 'Amara', 'Lagos', 1),
  (3, 'Ravi', 'Pune', NULL),
  (4, 'José', 'Lima', 2),
  (5, 'Ravi', 'Delhi', 1),
  (6, 'Meera', NULL, NULL),
  (7, 'Lin', NULL, 5);

INSERT INTO products (id, name, category, price_cents) VALUES
  (1, 'mug', 'kitchen', 650),
  (2, 'green tea', 'tea', 450),
  (3, 'coffee', 'coffee', 890),
  (4, 'black tea', 'tea', 390),
  (5, 'tea pot', 'kitchen', 2400),
  (6, 'gift card', NULL, 2000);

INSERT INTO orders (id, user_id, status, created_at) VALUES
  (11, 1, 'paid', '2026-09-03 09:12:00'),
  (12, 2, 'paid', '2026-09-20 17:40:00'),
  (13, 1, 'open', '2026-10-02 08:05:00'),
  (14, 4, 'cancelled', '2026-10-05 12:30:00'),
  (15, 5, 'paid', '2026-10-11 19:55:00'),
  (16, NULL, 'paid', '2026-10-30 11:20:00');

INSERT INTO order_items (order_id, product_id, quantity, price_cents) VALUES
  (11, 1, 2, 650),
  (11, 2, 1, 450),
  (12, 5, 1, 2400),
  (13, 2, 3, 450),
  (14, 3, 1, 890),
  (15, 1, 1, 650),
  (15, 3, 2, 890),
  (16, 4, 2, 390);

INSERT INTO payments (id, order_id, amount_cents) VALUES
  (1, 11, 1000),
  (2, 11, 750),
  (3, 12, 2400),
  (4, 15, 2430),
  (5, 16, 780);

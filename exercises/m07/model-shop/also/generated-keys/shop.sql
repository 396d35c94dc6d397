CREATE TABLE users (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL GENERATED ALWAYS AS (upper(email)) STORED UNIQUE
) STRICT;

CREATE TABLE products (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  price_cents INTEGER NOT NULL CHECK (NOT price_cents < 0)
) STRICT;

CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users ON DELETE RESTRICT,
  status TEXT NOT NULL DEFAULT 'open'
    CHECK (status = 'open' OR status = 'paid' OR status = 'cancelled'),
  created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  cart_of INTEGER
    GENERATED ALWAYS AS (CASE status WHEN 'open' THEN user_id END) VIRTUAL
    UNIQUE
) STRICT;

CREATE TABLE order_items (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES orders ON DELETE CASCADE,
  product_id INTEGER NOT NULL REFERENCES products ON DELETE RESTRICT,
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  price_cents INTEGER NOT NULL CHECK (price_cents > -1),
  UNIQUE (product_id, order_id)
) STRICT;

CREATE VIEW order_totals (order_id, total_cents) AS
SELECT order_id, sum(quantity * price_cents) FROM order_items GROUP BY order_id
UNION ALL
SELECT id, 0 FROM orders WHERE id NOT IN (SELECT order_id FROM order_items);

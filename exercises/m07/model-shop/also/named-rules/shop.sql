CREATE TABLE products (
  id INTEGER NOT NULL,
  name TEXT NOT NULL,
  price_cents INTEGER NOT NULL,
  CONSTRAINT products_pk PRIMARY KEY (id),
  CONSTRAINT price_not_negative CHECK (NOT price_cents < 0)
) STRICT;

CREATE TABLE users (
  id INTEGER NOT NULL,
  email TEXT COLLATE NOCASE NOT NULL,
  created_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT users_pk PRIMARY KEY (id),
  CONSTRAINT one_account UNIQUE (email)
) STRICT;

CREATE TABLE orders (
  id INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  status TEXT DEFAULT 'open' NOT NULL,
  CONSTRAINT orders_pk PRIMARY KEY (id),
  CONSTRAINT known_status
    CHECK (status = 'open' OR status = 'paid' OR status = 'cancelled'),
  CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id)
    ON DELETE RESTRICT
) STRICT;

CREATE TABLE order_items (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL,
  product_id INTEGER NOT NULL,
  price_cents INTEGER NOT NULL,
  quantity INTEGER NOT NULL,
  UNIQUE (product_id, order_id),
  CHECK (quantity > 0 AND price_cents >= 0),
  FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE,
  FOREIGN KEY (product_id) REFERENCES products (id) ON DELETE RESTRICT
) STRICT;

CREATE UNIQUE INDEX carts ON orders (user_id, status) WHERE status = 'open';

CREATE VIEW order_totals (order_id, total_cents) AS
SELECT id, coalesce(
  (SELECT sum(quantity * price_cents) FROM order_items WHERE order_id = orders.id),
  0)
FROM orders;

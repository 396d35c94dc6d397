-- Who and what.
CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX users_email ON users (lower(email));

CREATE TABLE products (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  price_cents INTEGER NOT NULL CHECK (price_cents >= 0)
) STRICT;

-- What happened.
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id),
  status TEXT NOT NULL DEFAULT 'open'
    CHECK (status IN ('open', 'paid', 'cancelled'))
) STRICT;

CREATE UNIQUE INDEX one_open_order ON orders (user_id) WHERE status = 'open';

CREATE TABLE order_items (
  order_id INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  product_id INTEGER NOT NULL REFERENCES products (id),
  quantity INTEGER NOT NULL CHECK (quantity >= 1),
  price_cents INTEGER NOT NULL CHECK (price_cents >= 0),
  PRIMARY KEY (order_id, product_id)
) STRICT;

-- What follows from it.
CREATE VIEW order_totals AS
SELECT o.id AS order_id,
  coalesce(sum(i.quantity * i.price_cents), 0) AS total_cents
FROM orders AS o
LEFT JOIN order_items AS i ON i.order_id = o.id
GROUP BY o.id;

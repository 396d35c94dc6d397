-- The same orders, each fact in one place.
CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  city TEXT
) STRICT;

CREATE TABLE products (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  price_cents INTEGER NOT NULL
) STRICT;

CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id)
) STRICT;

CREATE TABLE order_items (
  order_id INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  product_id INTEGER NOT NULL REFERENCES products (id),
  quantity INTEGER NOT NULL,
  price_cents INTEGER NOT NULL,
  PRIMARY KEY (order_id, product_id)
) STRICT;

INSERT INTO users VALUES
  (1, 'kishore@x.test', 'Chennai'), (2, 'josé@x.test', 'Lima');
INSERT INTO products VALUES
  (1, 'mug', 650), (2, 'green tea', 450), (3, 'tea pot', 2400);
INSERT INTO orders VALUES (11, 1), (12, 2), (13, 1);
INSERT INTO order_items VALUES
  (11, 1, 2, 650), (11, 2, 1, 450), (12, 3, 1, 2400), (13, 2, 3, 450);

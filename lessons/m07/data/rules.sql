-- The shop with its rules.
CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL
) STRICT;

CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id),
  courier_id INTEGER REFERENCES users (id) ON DELETE SET NULL,
  status TEXT NOT NULL DEFAULT 'open'
) STRICT;

CREATE TABLE order_items (
  order_id INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  product TEXT NOT NULL,
  quantity INTEGER NOT NULL CHECK (quantity >= 1),
  PRIMARY KEY (order_id, product)
) STRICT;

INSERT INTO users (id, email) VALUES
  (1, 'kishore@x.test'), (2, 'josé@x.test'), (3, 'lin@x.test');
INSERT INTO orders (id, user_id, courier_id, status) VALUES
  (11, 1, 3, 'paid'), (12, 2, NULL, 'open'), (13, 1, 3, 'open');
INSERT INTO order_items (order_id, product, quantity) VALUES
  (11, 'mug', 2), (11, 'green tea', 1), (12, 'tea pot', 1);

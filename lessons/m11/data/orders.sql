-- Three orders of the shop, as tables.
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;

CREATE TABLE products (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;

CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id)
) STRICT;

CREATE TABLE order_items (
  order_id INTEGER NOT NULL REFERENCES orders (id),
  product_id INTEGER NOT NULL REFERENCES products (id),
  quantity INTEGER NOT NULL,
  PRIMARY KEY (order_id, product_id)
) STRICT;

INSERT INTO users (id, name) VALUES (1, 'Kishore'), (2, 'Amara');
INSERT INTO products (id, name) VALUES (1, 'mug'), (2, 'tea'), (3, 'coffee');
INSERT INTO orders (id, user_id) VALUES (11, 1), (12, 2), (13, 1);
INSERT INTO order_items (order_id, product_id, quantity) VALUES
  (11, 1, 2), (11, 2, 1), (12, 3, 1), (13, 2, 3), (13, 1, 1);

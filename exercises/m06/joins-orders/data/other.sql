-- Two users and two products share a name; order 34 is still empty.
INSERT INTO users (id, name) VALUES
  (21, 'Zoë'), (22, 'Sam'), (23, 'Sam'), (24, 'Sam'), (25, 'Ngozi'),
  (31, 'Mei');

INSERT INTO products (id, name, price_cents) VALUES
  (31, 'cup', 300), (32, 'cup', 900), (33, 'espresso', 1000), (34, 'bag', 120);

INSERT INTO orders (id, user_id) VALUES
  (31, 22), (32, 21), (33, 23), (34, 23), (35, 21), (36, 21);

INSERT INTO order_items (order_id, product_id, quantity) VALUES
  (31, 31, 1), (31, 32, 1), (32, 33, 4), (33, 31, 2), (35, 33, 4),
  (36, 32, 6), (36, 33, 6), (36, 34, 6);

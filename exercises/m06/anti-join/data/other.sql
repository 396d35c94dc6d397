-- Ids of lines and products overlap; two products share a name; all lines of an order without products.
INSERT INTO products (id, name) VALUES
  (21, 'café cup'), (22, 'plate'), (23, 'plate'), (24, 'bowl'),
  (25, 'thé vert'), (26, 'jug'), (27, 'tray');

INSERT INTO orders (id, status) VALUES
  (31, 'cancelled'), (32, 'open'), (33, 'paid'), (34, 'paid'), (35, 'paid');

INSERT INTO order_items (id, order_id, product_id, quantity, note) VALUES
  (21, 31, 21, 1, 'blue'), (22, 33, 21, 1, NULL),
  (23, 32, 22, 2, NULL), (24, 31, 25, 1, NULL),
  (25, 35, NULL, 1, 'delivery'), (26, 33, 26, 1, NULL),
  (28, 34, 26, 4, 'no hurry'), (29, 31, 24, 1, 'red'),
  (30, 32, 24, 1, NULL), (31, 32, NULL, 1, NULL);

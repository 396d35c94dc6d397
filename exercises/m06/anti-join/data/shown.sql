INSERT INTO products (id, name) VALUES
  (1, 'mug'), (2, 'green tea'), (3, 'coffee'), (4, 'black tea'),
  (5, 'tea pot'), (6, 'gift card'), (7, 'strainer');

INSERT INTO orders (id, status) VALUES
  (11, 'paid'), (12, 'paid'), (13, 'open'), (14, 'cancelled');

INSERT INTO order_items (id, order_id, product_id, quantity, note) VALUES
  (101, 11, 1, 2, NULL), (102, 11, 2, 1, 'as a gift'),
  (103, 11, NULL, 1, 'wrapping'),
  (104, 12, 5, 1, 'with care'), (105, 12, 2, 3, NULL),
  (106, 13, 2, 1, NULL), (107, 13, 4, 2, 'in two bags'),
  (108, 14, 3, 1, 'call first'), (109, 14, 1, 1, NULL);

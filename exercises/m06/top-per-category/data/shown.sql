INSERT INTO products (id, name, category, price_cents) VALUES
  (1, 'mug', 'kitchen', 650),
  (2, 'green tea', 'tea', 450),
  (3, 'coffee', 'coffee', 890),
  (4, 'black tea', 'tea', 390),
  (5, 'tea pot', 'kitchen', 2400),
  (6, 'gift card', NULL, 2000),
  (7, 'white tea', 'tea', 900);

INSERT INTO orders (id, status) VALUES
  (11, 'paid'), (12, 'paid'), (13, 'open'), (14, 'cancelled'),
  (15, 'paid'), (16, 'paid');

INSERT INTO order_items (order_id, product_id, quantity, price_cents) VALUES
  (11, 1, 4, 650), (11, 2, 1, 450), (11, 7, 3, 300),
  (12, 5, 2, 2400), (12, 4, 3, 390),
  (13, 2, 9, 450), (13, 5, 1, 2400),
  (14, 3, 1, 890), (14, 4, 9, 390),
  (15, 1, 1, 650), (15, 3, 2, 850), (15, 2, 2, 450),
  (16, 6, 5, 2000), (16, 7, 1, 300);

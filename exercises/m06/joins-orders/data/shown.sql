INSERT INTO users (id, name) VALUES
  (1, 'Kishore'), (2, 'Amara'), (3, 'Ravi'), (4, 'José'), (5, 'Ravi'),
  (6, 'Meera');

INSERT INTO products (id, name, price_cents) VALUES
  (1, 'mug', 650), (2, 'green tea', 450), (3, 'coffee', 890),
  (4, 'tea pot', 2400);

INSERT INTO orders (id, user_id) VALUES
  (11, 1), (12, 2), (13, 1), (14, 3), (15, 5), (16, 5), (17, 4);

INSERT INTO order_items (order_id, product_id, quantity) VALUES
  (11, 1, 2), (11, 2, 1), (12, 4, 1), (13, 2, 3), (14, 3, 1), (15, 1, 1),
  (15, 3, 2), (16, 2, 1), (17, 2, 5), (17, 3, 1);

INSERT INTO orders (id, customer) VALUES
  (101, 'Kishore'), (102, 'Amara'), (103, 'Ravi'), (104, 'José');

INSERT INTO order_items (order_id, product, quantity, price_cents) VALUES
  (101, 'mug', 2, 650), (101, 'green tea', 1, 450),
  (102, 'tea pot', 1, 2400),
  (103, 'coffee', 2, 890), (103, 'mug', 1, 650),
  (104, 'black tea', 1, 390);

INSERT INTO payments (id, order_id, amount_cents) VALUES
  (1, 101, 1000), (2, 101, 750),
  (3, 102, 400), (4, 102, 2000),
  (5, 103, 2430),
  (6, 104, 390);

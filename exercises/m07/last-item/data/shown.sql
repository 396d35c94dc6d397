INSERT INTO products (id, name, price_cents, stock) VALUES
  (3, 'mug', 900, 20),
  (7, 'tea pot', 3400, 1),
  (8, 'filter', 250, 0);

INSERT INTO orders (id, product_id, quantity, price_cents) VALUES
  (1, 7, 1, 3200),
  (2, 3, 4, 900);

INSERT INTO products (id, name, price_cents, stock) VALUES
  (7, 'large tea pot', 4150, 5),
  (6, 'cup', 700, 1),
  (9, 'tray', 1800, 3);

INSERT INTO orders (id, product_id, quantity, price_cents) VALUES
  (11, 9, 2, 1800);

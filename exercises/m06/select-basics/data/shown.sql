INSERT INTO products (id, name, category, price_cents, stock) VALUES
  (1, 'mug', 'kitchen', 650, 20),
  (2, 'green tea', 'tea', 450, 12),
  (3, 'coffee', 'coffee', 890, 0),
  (4, 'black tea', 'tea', 390, 0),
  (5, 'tea pot', 'kitchen', 2400, 3),
  (6, 'gift card', NULL, 2000, 100),
  (7, 'milk jug', 'kitchen', 1000, 4),
  (8, 'filter', 'coffee', 500, 60),
  (9, 'sticker', NULL, 90, 0);

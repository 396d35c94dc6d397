INSERT INTO stock (sku, quantity, reorder_level, shelf) VALUES
  ('mug', 20, 8, 'A1'),
  ('green tea', 3, 40, 'B2'),
  ('coffee', 0, 25, 'B3'),
  ('tea pot', 4, 2, NULL);

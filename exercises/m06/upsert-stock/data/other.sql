INSERT INTO stock (sku, quantity, reorder_level, shelf) VALUES
  ('filter', 7, 100, 'C9'),
  ('green tea', 1000, 10, NULL),
  ('apron', 1, 1, 'D4');

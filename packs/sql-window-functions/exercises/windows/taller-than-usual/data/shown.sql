INSERT INTO plants (id, name, bed, height_cm) VALUES
  (1, 'tomato', 'south', 120), (2, 'pepper', 'south', 70),
  (3, 'basil', 'south', 51),
  (4, 'maize', 'north', 130), (5, 'kale', 'north', NULL),
  (6, 'rädisa', 'north', 30),
  (7, 'mint', NULL, 35), (8, 'sage', NULL, 25), (9, 'thyme', NULL, NULL);

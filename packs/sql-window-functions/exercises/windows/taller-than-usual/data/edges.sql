-- One plant alone, equal ones, one that is exactly the average, and a bed where nothing was measured.
INSERT INTO plants (id, name, bed, height_cm) VALUES
  (21, 'rhubarb', 'east', 90),
  (22, 'açaí', 'glass house', 40), (23, 'fig', 'glass house', 40),
  (24, 'maïs', 'field', 100), (25, 'bean', 'field', 150),
  (26, 'pea', 'field', 200), (27, 'flax', 'field', 150),
  (28, 'fern', 'shade', NULL), (29, 'moss', 'shade', NULL);

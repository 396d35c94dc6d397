-- Pots beside beds whose names could be taken for no bed.
INSERT INTO plants (id, name, bed, height_cm) VALUES
  (31, 'olive', NULL, 80), (32, 'lemon', NULL, 60),
  (33, 'cress', '', 5), (34, 'chive', '', 15), (35, 'dill', '', NULL),
  (36, 'reed', 'none', 200), (37, 'rush', 'none', 190),
  (38, 'lily', '0', 30), (39, 'iris', '0', 50);

INSERT INTO products (id, name) VALUES
  (1, 'white tea'), (2, 'thé noir'), (3, 'mug');

INSERT INTO prices (id, product_id, since, cents) VALUES
  (11, 1, '2026-01-01', 400), (12, 1, '2026-02-01', 450),
  (13, 1, '2026-03-01', 430), (14, 1, '2026-04-01', 430),
  (21, 2, '2026-01-15', 500), (22, 2, '2026-02-15', NULL),
  (23, 2, '2026-03-15', 560);

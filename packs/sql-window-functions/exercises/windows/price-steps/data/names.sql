-- Two products of one name, one without a price, and one with a single price.
INSERT INTO products (id, name) VALUES
  (6, 'maté'), (7, 'maté'), (8, 'honey'), (9, 'ginger');

INSERT INTO prices (id, product_id, since, cents) VALUES
  (61, 6, '2026-01-01', 300), (62, 6, '2026-03-01', 330),
  (71, 7, '2026-02-01', 800), (72, 7, '2026-04-01', 760),
  (91, 9, '2026-01-01', NULL);

-- Prices that were typed in later, in no order.
INSERT INTO products (id, name) VALUES (4, 'café'), (5, 'teapot');

INSERT INTO prices (id, product_id, since, cents) VALUES
  (41, 4, '2026-05-01', 900), (42, 4, '2026-03-01', 700),
  (43, 4, '2026-04-01', 820), (44, 4, '2026-02-01', NULL),
  (51, 5, '2026-04-01', 2400), (52, 5, '2026-01-01', 2600);

INSERT INTO stores (id, name) VALUES
  (1, 'Harbour'), (2, 'Market'), (3, 'Station'), (4, 'Park');

INSERT INTO orders (id, store_id, status, total_cents) VALUES
  (11, 1, 'paid', 1750), (12, 1, 'paid', 2400), (13, 1, 'open', 1350),
  (14, 1, 'cancelled', 890), (15, 1, 'returned', 650),
  (21, 2, 'open', 450), (22, 2, 'open', 900), (23, 2, 'cancelled', 300),
  (31, 3, 'paid', 780),
  (41, NULL, 'paid', 2430), (42, NULL, 'open', 100);

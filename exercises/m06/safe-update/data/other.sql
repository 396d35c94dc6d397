INSERT INTO orders (id, status, created_at) VALUES
  (21, 'open', '2026-11-01 00:00:00'),
  (22, 'open', '2026-10-31 23:59:59'),
  (23, 'paid', '2026-10-31 23:59:59'),
  (24, 'cancelled', '2026-10-01 12:00:00'),
  (25, 'open', '2025-12-24 18:00:00'),
  (26, 'open', '2026-10-15 07:00:00');

INSERT INTO reservations (id, order_id, product, quantity) VALUES
  (21, 21, 'mug', 1),
  (22, 22, 'mug', 1),
  (23, 22, 'coffee', 4),
  (24, 23, 'lamp', 1),
  (25, 24, 'rug', 1),
  (26, 26, 'cup', 6),
  (27, 26, 'bag', 1);

-- Order 4 was cancelled by hand, and its reservation was kept on purpose.
INSERT INTO orders (id, status, created_at) VALUES
  (1, 'paid', '2026-09-12 10:00:00'),
  (2, 'open', '2026-09-30 23:59:59'),
  (3, 'open', '2026-10-02 08:15:00'),
  (4, 'cancelled', '2026-09-05 17:30:00'),
  (5, 'paid', '2026-09-20 12:00:00'),
  (6, 'open', '2026-11-15 09:00:00'),
  (7, 'paid', '2026-11-20 16:45:00');

INSERT INTO reservations (id, order_id, product, quantity) VALUES
  (1, 1, 'mug', 2),
  (2, 2, 'tea pot', 1),
  (3, 2, 'green tea', 3),
  (4, 3, 'coffee', 1),
  (5, 4, 'mug', 1),
  (6, 5, 'filter', 2),
  (7, 6, 'coffee', 2);

-- Nothing is old enough.
INSERT INTO orders (id, status, created_at) VALUES
  (31, 'open', '2026-11-02 10:00:00'),
  (32, 'paid', '2026-08-01 10:00:00');

INSERT INTO reservations (id, order_id, product, quantity) VALUES
  (31, 31, 'mug', 1),
  (32, 32, 'mug', 1);

-- Periods that are planned, and no order in any of them.
INSERT INTO periods (name, starts_at, ends_at) VALUES
  ('second', '2027-02-01 00:00:00', '2027-03-01 00:00:00'),
  ('first', '2027-01-01 00:00:00', '2027-02-01 00:00:00');

INSERT INTO orders (id, created_at, status, total_cents) VALUES
  (61, '2026-12-31 23:59:59.500', 'paid', 900),
  (62, '2027-03-01 00:00:00', 'paid', 900);

INSERT INTO accounts (id, owner) VALUES
  (1, 'Søren'), (2, 'Amara'), (3, 'Lin');

INSERT INTO entries (id, account_id, day, cents) VALUES
  (11, 1, '2026-03-02', 5000),
  (12, 1, '2026-03-04', -1200),
  (13, 1, '2026-03-04', -800),
  (14, 1, '2026-03-04', 300),
  (21, 2, '2026-03-01', 900),
  (22, 2, '2026-03-03', NULL),
  (23, 2, '2026-03-05', -400);

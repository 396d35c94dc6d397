-- What begins with pending entries, and what holds nothing else.
INSERT INTO accounts (id, owner) VALUES
  (7, 'José'), (8, 'Ngozi'), (9, 'Mei');

INSERT INTO entries (id, account_id, day, cents) VALUES
  (71, 7, '2026-05-01', NULL),
  (72, 7, '2026-05-02', NULL),
  (73, 7, '2026-05-02', 60),
  (74, 7, '2026-05-03', NULL),
  (81, 8, '2026-05-01', NULL),
  (91, 9, '2026-05-01', 0),
  (92, 9, '2026-05-02', -30);

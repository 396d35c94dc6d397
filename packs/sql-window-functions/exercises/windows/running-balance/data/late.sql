-- Entries that were written down later than they happened, and two owners of one name.
INSERT INTO accounts (id, owner) VALUES
  (4, 'Zoë'), (5, 'Zoë'), (6, 'Omar');

INSERT INTO entries (id, account_id, day, cents) VALUES
  (41, 4, '2026-04-09', -700),
  (42, 4, '2026-04-02', 2500),
  (43, 4, '2026-04-09', 100),
  (44, 4, '2026-03-30', 40),
  (51, 5, '2026-04-01', 10),
  (52, 5, '2026-04-05', -10),
  (53, 5, '2026-04-03', 5);

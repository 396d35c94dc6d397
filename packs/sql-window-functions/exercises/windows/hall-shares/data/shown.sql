INSERT INTO halls (id, name) VALUES
  (1, 'Lumière'), (2, 'garden'), (3, 'attic'), (4, 'cellar');

INSERT INTO tickets (id, hall_id, cents, refunded) VALUES
  (11, 1, 1200, 0), (12, 1, 1250, 0), (13, 1, 900, 1),
  (21, 2, 1000, 0), (22, 2, NULL, 0), (23, 2, 500, 0), (24, 2, 1100, 0),
  (41, 4, 800, 1);

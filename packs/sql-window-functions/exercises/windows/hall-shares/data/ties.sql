-- Halls with equal sums, two of them with one name.
INSERT INTO halls (id, name) VALUES
  (5, 'blue'), (6, 'Éclair'), (7, 'blue'), (8, 'amber');

INSERT INTO tickets (id, hall_id, cents, refunded) VALUES
  (71, 7, 600, 0), (51, 5, 300, 0), (52, 5, 300, 0), (61, 6, 600, 0),
  (81, 8, 700, 0), (82, 8, NULL, 0);

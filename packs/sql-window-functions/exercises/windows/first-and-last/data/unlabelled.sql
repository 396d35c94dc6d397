-- Readings without a label, and readings that came in late.
INSERT INTO readings (id, sensor, minute, degrees) VALUES
  (21, NULL, 30, 17.0), (22, NULL, 10, 15.5), (23, NULL, 20, 19.0),
  (24, 'bed 4', 40, 21.0), (25, 'bed 4', 0, 18.0),
  (26, '', 10, 5.0), (27, '', 20, 6.0);

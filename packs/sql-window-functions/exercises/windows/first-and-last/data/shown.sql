INSERT INTO readings (id, sensor, minute, degrees) VALUES
  (1, 'north', 0, 12.5), (2, 'north', 10, 14.0), (3, 'north', 20, 13.0),
  (4, 'süd', 0, 20.0), (5, 'süd', 10, NULL), (6, 'süd', 20, 23.5),
  (7, 'süd', 30, 22.0),
  (8, 'door', 15, 9.5);

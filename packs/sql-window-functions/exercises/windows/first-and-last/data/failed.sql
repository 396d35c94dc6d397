-- First and last readings that failed, a sensor of which all failed, and equal values.
INSERT INTO readings (id, sensor, minute, degrees) VALUES
  (11, 'roof', 0, NULL), (12, 'roof', 10, 30.0), (13, 'roof', 20, 31.0),
  (14, 'pond', 0, 8.0), (15, 'pond', 10, 8.0), (16, 'pond', 20, NULL),
  (17, 'été', 5, NULL), (18, 'été', 6, NULL);

SELECT r.sensor, r.minute, r.degrees,
  (SELECT o.degrees FROM readings AS o
   WHERE o.sensor IS r.sensor ORDER BY o.minute LIMIT 1),
  (SELECT o.degrees FROM readings AS o
   WHERE o.sensor IS r.sensor ORDER BY o.minute DESC LIMIT 1)
FROM readings AS r
ORDER BY r.minute, r.sensor;

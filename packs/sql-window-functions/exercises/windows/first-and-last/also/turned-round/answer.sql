SELECT sensor, minute, degrees,
  first_value(degrees) OVER (PARTITION BY sensor ORDER BY minute),
  first_value(degrees) OVER (PARTITION BY sensor ORDER BY minute DESC)
FROM readings
ORDER BY minute, sensor;

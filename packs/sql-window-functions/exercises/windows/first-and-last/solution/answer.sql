-- beside: the first and the last reading of the sensor
SELECT sensor, minute, degrees,
  first_value(degrees) OVER whole AS first_degrees,
  last_value(degrees) OVER whole AS last_degrees
FROM readings
WINDOW whole AS (
  PARTITION BY sensor ORDER BY minute
  ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
)
-- list: minute by minute
ORDER BY minute, sensor;

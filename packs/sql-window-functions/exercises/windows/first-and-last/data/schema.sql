-- Greenhouses and their sensors. A reading without degrees failed; one without a sensor lost its label.
CREATE TABLE readings (
  id INTEGER PRIMARY KEY,
  sensor TEXT,
  minute INTEGER NOT NULL,
  degrees REAL,
  UNIQUE (minute, sensor)
) STRICT;

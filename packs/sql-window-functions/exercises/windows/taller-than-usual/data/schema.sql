-- A garden. A plant without a bed stands in a pot; one without a height was not measured.
CREATE TABLE plants (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  bed TEXT,
  height_cm INTEGER
) STRICT;

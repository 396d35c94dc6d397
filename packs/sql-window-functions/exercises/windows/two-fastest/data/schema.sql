-- A running club. A run without seconds was given up.
CREATE TABLE runners (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;

CREATE TABLE runs (
  id INTEGER PRIMARY KEY,
  runner_id INTEGER NOT NULL REFERENCES runners (id),
  seconds INTEGER
) STRICT;

-- A market and what its stalls took, week by week. A sale without euros was not counted yet.
CREATE TABLE stalls (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  sells TEXT
) STRICT;

CREATE TABLE sales (
  id INTEGER PRIMARY KEY,
  stall_id INTEGER NOT NULL REFERENCES stalls (id),
  week INTEGER NOT NULL,
  euros INTEGER
) STRICT;

INSERT INTO stalls (id, name, sells) VALUES
  (1, 'Ada', 'bread'),
  (2, 'José', 'fruit'),
  (3, 'Meera', 'fruit'),
  (4, 'Zoë', 'bread'),
  (5, 'Lin', NULL);

INSERT INTO sales (id, stall_id, week, euros) VALUES
  (1, 1, 1, 120),
  (2, 2, 1, 90),
  (3, 3, 1, 90),
  (4, 1, 2, 150),
  (5, 2, 2, 60),
  (6, 3, 2, NULL),
  (7, 1, 3, 120),
  (8, 2, 3, 80),
  (9, 4, 3, 150),
  (10, 3, 4, 110),
  (11, 4, 5, 50);

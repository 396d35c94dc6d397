-- A cinema. A ticket without cents was free; one that is refunded does not count.
CREATE TABLE halls (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;

CREATE TABLE tickets (
  id INTEGER PRIMARY KEY,
  hall_id INTEGER NOT NULL REFERENCES halls (id),
  cents INTEGER,
  refunded INTEGER NOT NULL CHECK (refunded IN (0, 1))
) STRICT;

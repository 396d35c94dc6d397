CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  created_at TEXT NOT NULL,
  total_cents INTEGER NOT NULL
) STRICT;

-- the last order of the page that the client has; one row
CREATE TABLE last_seen (
  created_at TEXT NOT NULL,
  id INTEGER NOT NULL
) STRICT;

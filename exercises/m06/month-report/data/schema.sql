CREATE TABLE periods (
  name TEXT PRIMARY KEY,
  starts_at TEXT NOT NULL, -- its first moment
  ends_at TEXT NOT NULL -- the first moment that no longer belongs to it
) STRICT;

CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  created_at TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('open', 'paid', 'cancelled')),
  total_cents INTEGER NOT NULL
) STRICT;

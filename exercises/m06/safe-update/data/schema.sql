CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  status TEXT NOT NULL CHECK (status IN ('open', 'paid', 'cancelled')),
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE reservations (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES orders (id),
  product TEXT NOT NULL,
  quantity INTEGER NOT NULL
) STRICT;

-- What a job did, for whoever reads it in the morning.
CREATE TABLE job_log (
  what TEXT NOT NULL,
  number INTEGER NOT NULL
) STRICT;

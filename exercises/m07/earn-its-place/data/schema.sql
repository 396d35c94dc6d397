CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  user_id INTEGER NOT NULL,
  courier_id INTEGER NOT NULL,
  status TEXT NOT NULL,
  created_at TEXT NOT NULL,
  total_cents INTEGER NOT NULL
) STRICT;

CREATE INDEX orders_code ON orders (code);
CREATE INDEX orders_user ON orders (user_id);
CREATE INDEX orders_user_time ON orders (user_id, created_at);
CREATE INDEX orders_courier ON orders (courier_id);
CREATE INDEX orders_status ON orders (status);
CREATE INDEX orders_time_user ON orders (created_at, user_id);
CREATE INDEX orders_total ON orders (total_cents);

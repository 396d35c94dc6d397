-- Users with what hangs on them: orders must stay, carts may go.
CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  deleted_at TEXT
) STRICT;

CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id),
  total_cents INTEGER NOT NULL
) STRICT;

CREATE TABLE cart_items (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  product TEXT NOT NULL
) STRICT;

INSERT INTO users (id, name) VALUES (1, 'Kishore'), (2, 'Amara'), (3, 'José');
INSERT INTO orders (id, user_id, total_cents) VALUES (11, 1, 1750);
INSERT INTO cart_items (id, user_id, product) VALUES
  (1, 1, 'mug'), (2, 2, 'tea pot'), (3, 2, 'coffee');

-- One tea pot is left. Amara (1) and Ravi (2) both want it.
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;

CREATE TABLE products (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  stock INTEGER NOT NULL CHECK (stock >= 0),
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id),
  product_id INTEGER NOT NULL REFERENCES products (id)
) STRICT;

INSERT INTO users VALUES (1, 'Amara'), (2, 'Ravi');
INSERT INTO products (id, name, stock) VALUES (7, 'tea pot', 1);

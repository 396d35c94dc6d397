-- Text as people typed it.
CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  given TEXT NOT NULL,
  family TEXT,
  email TEXT,
  phone TEXT
) STRICT;

CREATE TABLE products (
  code TEXT PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;

INSERT INTO customers (id, given, family, email, phone) VALUES
  (1, 'Asha', 'Rao', 'Asha@x.test', '040 111'),
  (2, 'José', 'Díaz', 'jose@x.test', '  '),
  (3, 'Lin', NULL, ' asha@x.test', NULL),
  (4, 'Natasha', '', 'natasha@x.test', ' 040 444'),
  (5, 'Amara', 'Obi', NULL, '');

INSERT INTO products (code, name) VALUES
  ('MUG_1', 'mug, now 50% off'),
  ('MUGS', 'mugs, set of 50'),
  ('TEA_1', 'green tea, 50 bags'),
  ('TEA_2', 'black tea, 100% Assam');

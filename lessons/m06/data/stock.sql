-- What lies in the shop's store, and when to order more.
CREATE TABLE stock (
  sku TEXT PRIMARY KEY,
  quantity INTEGER NOT NULL CHECK (quantity >= 0),
  reorder_level INTEGER NOT NULL DEFAULT 5
) STRICT;

INSERT INTO stock (sku, quantity, reorder_level) VALUES
  ('mug', 20, 8),
  ('coffee', 2, 40);

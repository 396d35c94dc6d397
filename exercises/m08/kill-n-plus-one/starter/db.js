// The shop's database, in memory: made anew at each start.
const { DatabaseSync } = require("node:sqlite");

// Each database has a limit of values in a statement. 999 was SQLite's own
// for many years.
const db = new DatabaseSync(":memory:", { limits: { variableNumber: 999 } });
module.exports = db;

db.exec(`
  CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL,
    status TEXT NOT NULL
  );
  CREATE TABLE order_items (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    product_name TEXT NOT NULL,
    quantity INTEGER NOT NULL
  );
  CREATE INDEX orders_of_user ON orders (user_id, status);
  CREATE INDEX items_of_order ON order_items (order_id, product_name, quantity);

  INSERT INTO orders (id, user_id, status) VALUES
    (11, 1, 'paid'), (12, 3, 'paid'), (13, 1, 'open'), (14, 3, 'cancelled'), (15, 1, 'open');
  INSERT INTO order_items (order_id, product_name, quantity) VALUES
    (13, 'Teapot', 1), (11, 'Cup', 6), (13, 'Assam', 2), (12, 'Honey', 1), (15, 'Assam', 1),
    (11, 'Assam', 3);

  -- User 4 buys for a hotel: orders 2001 to 3200.
  WITH RECURSIVE n (i) AS (SELECT 2001 UNION ALL SELECT i + 1 FROM n WHERE i < 3200)
  INSERT INTO orders SELECT i, 4, 'paid' FROM n;
  INSERT INTO order_items (order_id, product_name, quantity)
  SELECT id, 'Tea bags', id - 2000 FROM orders WHERE user_id = 4 ORDER BY id;
  INSERT INTO order_items (order_id, product_name, quantity)
  SELECT id, 'Sugar', 1 FROM orders WHERE user_id = 4 AND id % 2 = 0 ORDER BY id;

  -- User 3 comes back after them.
  INSERT INTO orders (id, user_id, status) VALUES (3300, 3, 'open');
  INSERT INTO order_items (order_id, product_name, quantity) VALUES (3300, 'Cup', 2);
`);

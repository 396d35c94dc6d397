// The shop's database.
const { DatabaseSync } = require("node:sqlite");
const db = new DatabaseSync(":memory:");

db.exec(`
  CREATE TABLE products (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    stock INTEGER NOT NULL CHECK (stock BETWEEN 0 AND 100)
  );
  CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    product_id INTEGER NOT NULL REFERENCES products,
    quantity INTEGER NOT NULL,
    status TEXT NOT NULL
  );
  INSERT INTO products VALUES (7, 'tea pot', 4), (8, 'mug', 20), (9, 'tea', 95);
  INSERT INTO orders VALUES
    (1, 7, 2, 'open'),
    (2, 8, 5, 'shipped'),
    (3, 9, 12, 'open'),
    (4, 8, 1, 'cancelled');
`);

module.exports = db;

const { DatabaseSync } = require("node:sqlite");

// Three users and four products.
const db = new DatabaseSync(":memory:");
db.exec(`
  CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL
  );
  CREATE TABLE products (
    id INTEGER PRIMARY KEY,
    product_name TEXT NOT NULL,
    price_cents INTEGER NOT NULL,
    added_at INTEGER NOT NULL,
    supplier_note TEXT
  );
  INSERT INTO users VALUES
    (1, 'Amara', 'hash-1'), (2, 'Kishore', 'hash-2'), (3, 'O''Brien', 'hash-3');
  INSERT INTO products VALUES
    (1, 'Teapot', 3200, 1772359200, 'slow to deliver'),
    (2, 'Assam', 450, 1772445600, NULL),
    (3, 'Cup', 900, 1772532000, NULL),
    (4, 'Honey', 610, 1772618400, NULL);
`);

// Prints what was asked for, and how many rows came or what went wrong.
function tell(asked, query) {
  try {
    console.log(`${asked}: ${query().length}`);
  } catch (error) {
    console.log(`${asked}: ${error.message}`);
  }
}

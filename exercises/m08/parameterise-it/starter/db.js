// The shop's database, in memory: made anew at each start.
const { DatabaseSync } = require("node:sqlite");
const db = new DatabaseSync(":memory:");
module.exports = db;

db.exec(`
  CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL
  );
  CREATE TABLE products (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    price_cents INTEGER NOT NULL
  );
  CREATE TABLE notes (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id),
    text TEXT NOT NULL
  );
  INSERT INTO users (id, email, name, password_hash) VALUES
    (1, 'amara@shop.test', 'Amara', 'hash-of-amara'),
    (2, 'kishore@shop.test', 'Kishore', 'hash-of-kishore'),
    (3, 'lin.o''brien@shop.test', 'Lin', 'hash-of-lin'),
    (4815, 'noor@shop.test', 'Noor', 'hash-of-noor');
  INSERT INTO products (id, name, price_cents) VALUES
    (1, 'Assam Tea', 450),
    (2, 'Cup', 900),
    (3, 'Green tea', 520),
    (4, 'Teapot', 3200),
    (5, 'Honey', 610);
`);

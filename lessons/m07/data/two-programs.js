// Two programs, a and b, each with its connection to the shop's database. One tea pot is left.
const { DatabaseSync } = require("node:sqlite");
const a = new DatabaseSync("shop.db");
a.exec(`
  CREATE TABLE products (
    id INTEGER PRIMARY KEY, stock INTEGER NOT NULL CHECK (stock >= 0));
  CREATE TABLE orders (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
  INSERT INTO products VALUES (7, 1);
`);
const b = new DatabaseSync("shop.db");

function get(db, query) {
  return Object.values(db.prepare(query).get())[0];
}

function set(db, query, value) {
  db.prepare(query).run(value);
}

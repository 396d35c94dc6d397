// Two connections to one database. Ten tea pots are in stock.
const { DatabaseSync } = require("node:sqlite");

const a = new DatabaseSync("shop.db");
a.exec(`
  DROP TABLE IF EXISTS products;
  CREATE TABLE products (id INTEGER PRIMARY KEY, stock INTEGER NOT NULL);
  INSERT INTO products VALUES (7, 10);
`);
const b = new DatabaseSync("shop.db");

// What this connection reads now.
function stock(session) {
  return session.prepare("SELECT stock FROM products WHERE id = 7").get().stock;
}

module.exports = { a, b, stock };

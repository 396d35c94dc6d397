// The shop's database, in memory: made anew at each start.
const { DatabaseSync } = require("node:sqlite");
const db = new DatabaseSync(":memory:");
module.exports = db;

// Times are seconds since 1970, money is cents, yes is 1 and no is 0.
db.exec(`
  CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    customer_name TEXT NOT NULL,
    is_gift INTEGER NOT NULL DEFAULT 0,
    placed_at INTEGER NOT NULL,
    shipped_at INTEGER,
    discount_cents INTEGER,
    internal_note TEXT,
    password_hash TEXT
  );
  CREATE TABLE order_items (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    product_name TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    unit_price_cents INTEGER NOT NULL,
    cost_cents INTEGER
  );
  INSERT INTO orders VALUES
    (4, 'Asha', 0, 1772359710, NULL, NULL, 'pays late', 'hash-of-asha'),
    (5, 'Ravi', 1, 1772442000, 1772528400, 150, NULL, NULL);
  INSERT INTO order_items VALUES
    (11, 4, 'Assam', 2, 520, 300),
    (12, 5, 'Teapot', 1, 3200, 2100),
    (13, 5, 'Filter', 3, 10, 4);
`);

// Names cannot be bound: only plain ones of our own may stand in a statement.
function plain(name) {
  if (!/^[a-z_]+$/.test(name)) throw new Error("no name of a table or column");
  return name;
}

db.insert = (table, row) => {
  const columns = Object.keys(row).map(plain);
  const marks = columns.map(() => "?");
  const sql = `INSERT INTO ${plain(table)} (${columns}) VALUES (${marks})`;
  return db.prepare(sql).run(...Object.values(row)).lastInsertRowid;
};

db.addColumn = (table, column) => {
  db.exec(`ALTER TABLE ${plain(table)} ADD COLUMN ${plain(column)} TEXT`);
};

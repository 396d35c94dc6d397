const { DatabaseSync } = require("node:sqlite");

// 20,000 orders of 100 users; three orders share each minute.
const db = new DatabaseSync(":memory:");
db.exec(`
  CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
  CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL,
    status TEXT NOT NULL,
    created_at TEXT NOT NULL
  );
  WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)
  INSERT INTO users SELECT i, 'User ' || i FROM n;
  WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
  INSERT INTO orders
  SELECT i, i * 7 % 100 + 1, iif(i % 50 = 0, 'open', 'paid'),
    datetime('2026-01-01', (i / 3) || ' minutes')
  FROM n;
  CREATE INDEX orders_newest ON orders (created_at, id);
  CREATE INDEX orders_user ON orders (user_id);
`);

// counts each row whose condition is tested: WHERE seen(id)
let rowsRead = 0;
db.function("seen", (id) => {
  rowsRead += 1;
  return 1;
});

// counts each statement that is sent
let statements = 0;
function all(sql, ...values) {
  statements += 1;
  return db.prepare(sql).all(...values);
}

function countRead(sql, ...values) {
  rowsRead = 0;
  all(sql, ...values);
  return rowsRead;
}

function tell(name, sql, ...values) {
  rowsRead = 0;
  const rows = all(sql, ...values);
  console.log(`${name}: ${rows.length} rows, ${rowsRead} read`);
  return rows;
}

// The orders of the shop, and how SQLite would find some of them.
const { DatabaseSync } = require("node:sqlite");
const db = new DatabaseSync(":memory:");
db.exec(`
  CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    total_cents INTEGER NOT NULL
  );
`);

// prints the first words of a plan's steps: SCAN, SEARCH, SORT
function plan(rest) {
  const sql = `EXPLAIN QUERY PLAN SELECT total_cents FROM orders ${rest}`;
  const steps = db.prepare(sql).all().map((step) => step.detail);
  const words = steps.map((text) =>
    text.startsWith("USE TEMP B-TREE") ? "SORT" : text.split(" ")[0],
  );
  console.log(words.join(" "));
}

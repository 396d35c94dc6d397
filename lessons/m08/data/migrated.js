// The database after page 1, and the runner of that page.
import { DatabaseSync } from "node:sqlite";
const db = new DatabaseSync(":memory:");

const migrations = [
  [1, "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)"],
  [2, "ALTER TABLE users ADD COLUMN email TEXT"],
];
function migrate() {
  db.exec("CREATE TABLE IF NOT EXISTS migrations (number INTEGER)");
  const known = db.prepare("SELECT 1 FROM migrations WHERE number = ?");
  const record = db.prepare("INSERT INTO migrations VALUES (?)");
  for (const [number, sql] of migrations) {
    if (known.get(number)) continue;
    db.exec(sql);
    record.run(number);
  }
}
migrate();

function columns(table) {
  const rows = db.prepare("SELECT name FROM pragma_table_info(?)").all(table);
  return rows.map((row) => row.name).join(", ");
}
function tables() {
  const rows = db.prepare("SELECT name FROM sqlite_master").all();
  return rows.map((row) => row.name).join(", ");
}

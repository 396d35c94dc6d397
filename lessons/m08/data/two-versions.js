// Users, and two versions of the shop that run side by side.
import { DatabaseSync } from "node:sqlite";
const db = new DatabaseSync(":memory:");
db.exec(`
  CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
  INSERT INTO users VALUES (1, 'Ravi Rao'), (2, 'Amara'), (3, 'Mei Lin'), (4, 'Noor Khan');
`);

// Does this query of a version still work?
function works(sql) {
  try {
    db.prepare(sql).all();
    return true;
  } catch {
    return false;
  }
}

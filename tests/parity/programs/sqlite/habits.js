// parity: stderr
// What programs do around a database: migrations, a helper for transactions, a store of tags, disposal.
const { DatabaseSync } = require("node:sqlite");

const migrations = [
  "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE)",
  "ALTER TABLE users ADD COLUMN name TEXT NOT NULL DEFAULT ''",
  "CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users(id), body BLOB)",
];
function migrate(db) {
  const { user_version: version } = db.prepare("PRAGMA user_version").get();
  for (const [index, sql] of migrations.entries()) {
    if (index < version) continue;
    db.exec(`BEGIN; ${sql}; PRAGMA user_version = ${index + 1}; COMMIT`);
  }
  return db.prepare("PRAGMA user_version").get().user_version;
}
function transaction(db, work) {
  db.exec("BEGIN");
  try {
    const result = work();
    db.exec("COMMIT");
    return result;
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}

const db = new DatabaseSync(":memory:");
console.log(migrate(db), migrate(db));
const sql = db.createTagStore();
transaction(db, () => {
  for (const name of ["Ada", "Grace", "Edsger"]) sql.run`INSERT INTO users (email, name) VALUES (${`${name}@example.com`}, ${name})`;
});
try {
  transaction(db, () => {
    sql.run`INSERT INTO users (email) VALUES (${"new@example.com"})`;
    sql.run`INSERT INTO users (email) VALUES (${"Ada@example.com"})`;
  });
} catch (error) {
  console.log(error.code, error.errcode, error.message, db.isTransaction);
}
console.log(sql.all`SELECT id, name FROM users ORDER BY name`, sql.size);
console.log(sql.get`SELECT name FROM users WHERE email = ${"Grace@example.com"}`);
console.log(sql.get`SELECT name FROM users WHERE email = ${"nobody"}`);
sql.run`INSERT INTO posts (user_id, body) VALUES (${1}, ${Buffer.from("héllo")})`;
const { body } = sql.get`SELECT body FROM posts`;
console.log(body instanceof Uint8Array, Buffer.isBuffer(body), Buffer.from(body).toString());
try {
  sql.run`INSERT INTO posts (user_id) VALUES (${42})`;
} catch (error) {
  console.log(`${error}`, error.errstr);
}
db.exec("PRAGMA foreign_keys = OFF");
console.log(sql.run`INSERT INTO posts (user_id) VALUES (${42})`);
console.log(db.prepare("PRAGMA foreign_key_check").all());

const row = db.prepare("SELECT id, name FROM users").get();
console.log(Object.getPrototypeOf(row), "toString" in row, { ...row }, JSON.stringify(row), row instanceof Object);
const { id, ...rest } = row;
console.log(id, rest);

db.function("shout", { deterministic: true }, (text) => text.toUpperCase() + "!");
db.aggregate("longest", { start: "", step: (best, text) => (text.length > best.length ? text : best) });
console.log(db.prepare("SELECT shout(name) AS name FROM users WHERE shout(name) LIKE 'A%'").all());
console.log(db.prepare("SELECT longest(name) AS name FROM users").get());
console.log(db);
console.log(db.prepare("SELECT 1"));
{
  using inner = new DatabaseSync(":memory:");
  inner.exec("CREATE TABLE t (a)");
}
db.close();
try {
  db.prepare("SELECT 1");
} catch (error) {
  console.log(error.name, error.code, error.message);
}
for (const name of ["sqlite", "node:sqlite"]) {
  try {
    console.log(typeof require(name).DatabaseSync);
  } catch (error) {
    console.log(error.code, error.message.split("\n")[0]);
  }
}
new DatabaseSync(":memory:").exec("SELEC 1");

const fs = require("node:fs");
const path = require("node:path");
const crypto = require("node:crypto");

exports.migrate = (db, folder) => {
  // record: a table that says what was applied, and with which text
  db.exec("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, checksum TEXT NOT NULL)");
  const rows = db.prepare("SELECT name, checksum FROM migrations").all();
  const applied = new Map(rows.map((row) => [row.name, row.checksum]));

  // read: the files that count, in the order of their numbers
  const files = fs.readdirSync(folder)
    .filter((name) => /^\d+-.*\.sql$/.test(name))
    .sort((a, b) => Number.parseInt(a) - Number.parseInt(b))
    .map((name) => {
      const sql = fs.readFileSync(path.join(folder, name), "utf8");
      return { name, sql, checksum: crypto.createHash("sha256").update(sql).digest("hex") };
    });

  // compare: is each that was applied as it was then?
  for (const { name, checksum } of files) {
    if (applied.has(name) && applied.get(name) !== checksum) {
      throw new Error(`${name} was applied and has changed since`);
    }
  }

  // apply: each that is new, together with its record
  const fresh = files.filter((file) => !applied.has(file.name));
  for (const { name, sql, checksum } of fresh) {
    db.exec("BEGIN IMMEDIATE");
    try {
      db.exec(sql);
      db.prepare("INSERT INTO migrations VALUES (?, ?)").run(name, checksum);
      db.exec("COMMIT");
    } catch (error) {
      db.exec("ROLLBACK");
      throw new Error(`${name}: ${error.message}`, { cause: error });
    }
  }
  return fresh.map((file) => file.name);
};

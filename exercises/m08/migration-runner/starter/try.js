// For the checks: writes a folder of migrations, opens a database file, runs `migrate`, closes it.
const fs = require("node:fs");
const path = require("node:path");
const { DatabaseSync } = require("node:sqlite");
const { migrate } = require("./migrate.js");
const place = (name) => path.join(__dirname, name);
const used = new Set();

// `files`: { "1-users.sql": "CREATE TABLE ..", .. }, all that is in the folder now
exports.run = async (name, files) => {
  const folder = place(`${name}-migrations`);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder);
  for (const [file, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, file), text);
  return open(name, async (db) => {
    const came = await outcome(() => migrate(db, folder));
    return { ...came, tables: tables(db, Object.values(files)) };
  });
};

// The folder that you were given, with a database in memory.
exports.given = async () => {
  const db = new DatabaseSync(":memory:");
  const came = await outcome(() => migrate(db, place("migrations")));
  const columns = db.prepare("SELECT name FROM pragma_table_info('users')").all();
  return { ...came, users: columns.map((column) => column.name) };
};

// What a query gives, a list of its rows' first values.
exports.look = (name, query) =>
  open(name, (db) => db.prepare(query).all().map((row) => Object.values(row)[0]));

// From now on nothing can be recorded: the tables that no file made take no row.
exports.refuseRecords = (name, tablesOfFiles) =>
  open(name, (db) => {
    const all = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'").all();
    const own = all.map((row) => row.name).filter((table) => !tablesOfFiles.includes(table));
    for (const table of own) {
      for (const event of ["INSERT", "UPDATE"]) {
        db.exec(`CREATE TRIGGER "no ${event} ${table}" BEFORE ${event} ON "${table}"
          BEGIN SELECT RAISE(ABORT, 'nothing can be recorded'); END`);
      }
    }
    return own.length > 0;
  });

async function open(name, work) {
  const file = place(`${name}.db`);
  if (!used.has(name)) fs.rmSync(file, { force: true });
  used.add(name);
  const db = new DatabaseSync(file);
  try {
    return await work(db);
  } finally {
    db.close();
  }
}

async function outcome(call) {
  try {
    return { applied: await call() };
  } catch {
    return { threw: true };
  }
}

// Which tables there are of those that the files make. Asked by the same connection, before it closes.
function tables(db, texts) {
  const named = texts.flatMap((text) => [...text.matchAll(/CREATE TABLE (\w+)/g)].map((match) => match[1]));
  const there = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all().map((row) => row.name);
  return named.filter((name) => there.includes(name)).sort();
}

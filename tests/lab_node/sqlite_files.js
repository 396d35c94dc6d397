// Databases in files: opened for reading, in WAL mode, locked by another connection, by address.
const { DatabaseSync } = require("node:sqlite");
const fs = require("node:fs");
const path = require("node:path");
const { pathToFileURL } = require("node:url");

process.chdir(__dirname);
// Two Nodes may run this at once.
const folder = `sqlite-${crypto.randomUUID()}`;
fs.mkdirSync(folder);
const at = (name) => path.join(folder, name);
const files = () => fs.readdirSync(folder).sort();

const tell = (name, work) => {
  try {
    console.log(name, "=>", work());
  } catch (error) {
    const { code, message, errcode, errstr } = error;
    console.log(name, "!!", code, "|", message, "|", errcode, errstr);
  }
};

tell("made by opening", () => {
  using db = new DatabaseSync(at("notes.db"));
  const before = files();
  db.exec("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT); INSERT INTO notes (text) VALUES ('milk')");
  return [before, path.basename(db.location()), db.location("temp"), fs.statSync(at("notes.db")).size];
});
tell("still there", () => {
  using db = new DatabaseSync(at("notes.db"));
  return db.prepare("SELECT * FROM notes").all();
});
tell("read only", () => {
  using db = new DatabaseSync(at("notes.db"), { readOnly: true });
  console.log(db.prepare("SELECT count(*) AS count FROM notes").get());
  db.exec("DELETE FROM notes");
});
tell("read only and missing", () => new DatabaseSync(at("none.db"), { readOnly: true }));
tell("no folder", () => new DatabaseSync(at("none/notes.db")));
tell("a folder", () => new DatabaseSync(folder));
tell("no database", () => {
  fs.writeFileSync(at("text.db"), "This is a text, and it is long enough not to be taken for an empty file. ".repeat(20));
  using db = new DatabaseSync(at("text.db"));
  return db.prepare("SELECT * FROM sqlite_schema").all();
});
tell("by URL", () => {
  using db = new DatabaseSync(pathToFileURL(at("notes.db")));
  return [path.basename(db.location()), db.prepare("SELECT text FROM notes").all()];
});
tell("by URL, for reading", () => {
  const url = pathToFileURL(at("notes.db"));
  url.searchParams.set("mode", "ro");
  using db = new DatabaseSync(url);
  db.exec("DELETE FROM notes");
});
tell("by address", () => {
  using db = new DatabaseSync(`file:${at("notes.db")}?mode=rw`);
  return db.prepare("SELECT text FROM notes").get();
});
tell("by address and missing", () => new DatabaseSync(`file:${at("none.db")}?mode=rw`));
tell("by address, odd mode", () => new DatabaseSync(`file:${at("none.db")}?mode=odd`));
tell("by address, another machine", () => new DatabaseSync("file://example.com/notes.db"));
tell("by address, in memory", () => {
  using db = new DatabaseSync("file:none.db?mode=memory");
  return db.location();
});
tell("bytes", () => {
  using db = new DatabaseSync(Buffer.from(at("notes.db")));
  return db.prepare("SELECT text FROM notes").get();
});
tell("busy", () => {
  using first = new DatabaseSync(at("notes.db"));
  using second = new DatabaseSync(at("notes.db"), { timeout: 20 });
  first.exec("BEGIN IMMEDIATE");
  second.exec("DELETE FROM notes");
});
tell("a transaction that nobody ends", () => {
  const db = new DatabaseSync(at("notes.db"));
  db.exec("BEGIN; DELETE FROM notes");
  const during = [db.isTransaction, db.prepare("SELECT count(*) AS count FROM notes").get().count];
  db.close();
  using again = new DatabaseSync(at("notes.db"));
  return [during, again.prepare("SELECT count(*) AS count FROM notes").get().count];
});
tell("two see each other", () => {
  using first = new DatabaseSync(at("notes.db"));
  using second = new DatabaseSync(at("notes.db"));
  first.exec("INSERT INTO notes (text) VALUES ('bread')");
  return second.prepare("SELECT text FROM notes ORDER BY id").all().map((note) => note.text);
});
tell("wal", () => {
  using db = new DatabaseSync(at("log.db"));
  const mode = db.prepare("PRAGMA journal_mode = WAL").get();
  db.exec("CREATE TABLE log (line); INSERT INTO log VALUES ('one'), ('two')");
  using reader = new DatabaseSync(at("log.db"));
  db.exec("BEGIN; INSERT INTO log VALUES ('three')");
  const seen = reader.prepare("SELECT count(*) AS count FROM log").get().count;
  db.exec("COMMIT");
  return [mode, files().filter((name) => name.startsWith("log")), seen, db.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get()];
});
tell("after it", () => files().filter((name) => name.startsWith("log")));
tell("vacuum", () => {
  using db = new DatabaseSync(at("log.db"));
  db.exec("PRAGMA journal_mode = DELETE");
  db.exec("DELETE FROM log; VACUUM");
  return db.prepare("PRAGMA page_count").get();
});
tell("backwards", () => {
  using db = new DatabaseSync(at("log.db"));
  db.exec("SAVEPOINT a; INSERT INTO log VALUES (1); SAVEPOINT b; INSERT INTO log VALUES (2); ROLLBACK TO b; RELEASE a");
  return db.prepare("SELECT line FROM log").all();
});
fs.rmSync(folder, { recursive: true });

const { createHash } = require("node:crypto");
const { readdirSync, readFileSync } = require("node:fs");

class Migrator {
  #db;
  #folder;

  constructor(db, folder) {
    this.#db = db;
    this.#folder = folder;
    db.exec("CREATE TABLE IF NOT EXISTS _done (file TEXT NOT NULL PRIMARY KEY, hash BLOB, at TEXT) WITHOUT ROWID");
  }

  names() {
    const numbered = readdirSync(this.#folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => [entry.name.match(/^([0-9]+)-.*[.]sql$/)?.[1], entry.name])
      .filter(([number]) => number !== undefined);
    return numbered.sort(([a], [b]) => BigInt(a) < BigInt(b) ? -1 : 1).map(([, name]) => name);
  }

  text(name) {
    return readFileSync(`${this.#folder}/${name}`).toString();
  }

  hash(name) {
    return createHash("sha1").update(this.text(name)).digest("base64");
  }

  inTransaction(work) {
    this.#db.exec("SAVEPOINT migration");
    try {
      work();
    } catch (error) {
      this.#db.exec("ROLLBACK TO migration; RELEASE migration");
      throw error;
    }
    this.#db.exec("RELEASE migration");
  }

  run() {
    const { done = [], open = [] } = Object.groupBy(this.names(), (name) => {
      return this.#db.prepare("SELECT 1 FROM _done WHERE file = ?").get(name) ? "done" : "open";
    });
    const changed = done.find((name) => {
      return this.#db.prepare("SELECT hash FROM _done WHERE file = ?").get(name).hash !== this.hash(name);
    });
    if (changed) throw new Error(`${changed} is not what was applied`);

    for (const name of open) {
      this.inTransaction(() => {
        this.#db.exec(this.text(name));
        this.#db.prepare("INSERT OR REPLACE INTO _done VALUES (?, ?, ?)").run(name, this.hash(name), new Date().toISOString());
      });
    }
    return open;
  }
}

module.exports.migrate = (db, folder) => new Migrator(db, folder).run();

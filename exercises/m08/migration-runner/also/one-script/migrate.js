const fsp = require("node:fs/promises");
const path = require("node:path");
const order = ([a], [b]) => a - b;
module.exports = {
  migrate(db, folder) {
    db.exec("create table if not exists done (name text primary key, text text) without rowid");
    return fsp.readdir(folder)
      .then((names) => names.map((n) => [Number.parseInt(n), n]).filter(([, n]) => /^\d+-[^/]*\.sql$/.test(n)).sort(order).map(([, n]) => n))
      .then((names) => Promise.all(names.map(async (name) => ({ name, text: await fsp.readFile(path.join(folder, name), "utf8") }))))
      .then((files) => {
        const seen = Object.fromEntries(db.prepare("select name, text from done").all().map(({ name, text }) => [name, text]));
        files.forEach(({ name, text }) => { if (Object.hasOwn(seen, name) && seen[name] !== text) throw new Error("drift"); });
        return files.filter(({ name }) => !Object.hasOwn(seen, name)).map(({ name, text }) => {
          const quoted = (t) => "'" + t.replaceAll("'", "''") + "'";
          try {
            db.exec(`BEGIN;\n${text}\n;INSERT INTO done VALUES (${quoted(name)}, ${quoted(text)});\nCOMMIT;`);
          } catch (e) {
            if (db.isTransaction) db.exec("ROLLBACK");
            throw e;
          }
          return name;
        });
      });
  },
};

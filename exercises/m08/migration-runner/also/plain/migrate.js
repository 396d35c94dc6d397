const fs = require("fs");

// One row holds everything that was applied, as JSON.
function migrate(db, folder) {
  db.exec("CREATE TABLE IF NOT EXISTS applied (id INTEGER PRIMARY KEY CHECK (id = 1), files TEXT NOT NULL)");
  db.exec("INSERT OR IGNORE INTO applied VALUES (1, '{}')");
  let files = JSON.parse(db.prepare("SELECT files FROM applied").get().files);

  let names = fs.readdirSync(folder);
  names = names.filter(function (name) {
    let number = name.split("-")[0];
    return name.endsWith(".sql") && name.includes("-") && number !== "" && !isNaN(number);
  });
  names.sort(function (a, b) {
    return a.split("-")[0] - b.split("-")[0];
  });

  for (let name of names) {
    if (files[name] === undefined) continue;
    if (files[name] !== fs.readFileSync(folder + "/" + name, "utf8")) throw "changed: " + name;
  }

  let list = [];
  for (let name of names) {
    if (files[name] !== undefined) continue;
    let text = fs.readFileSync(folder + "/" + name, "utf8");
    try {
      db.exec("BEGIN");
      db.exec(text);
      files = { ...files, [name]: text };
      db.prepare("UPDATE applied SET files = ?").run(JSON.stringify(files));
      db.exec("COMMIT");
    } catch (error) {
      db.exec("ROLLBACK");
      console.error(name, error);
      throw error;
    }
    list.push(name);
  }
  return list;
}

module.exports = { migrate };

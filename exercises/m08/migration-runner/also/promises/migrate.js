import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

// Keeps the whole text as its record.
export async function migrate(db, folder) {
  db.exec(`CREATE TABLE IF NOT EXISTS schema_history (
    number INTEGER NOT NULL, file TEXT NOT NULL UNIQUE, text TEXT NOT NULL) STRICT`);

  const found = [];
  for (const file of await readdir(folder)) {
    const match = /^(\d+)-.+\.sql$/.exec(file);
    if (match) found.push({ number: Number(match[1]), file, text: await readFile(join(folder, file), "utf8") });
  }
  found.sort((one, other) => one.number - other.number);

  const known = db.prepare("SELECT text FROM schema_history WHERE file = ?");
  const waiting = found.filter(({ file, text }) => {
    const row = known.get(file);
    if (row && row.text !== text) throw new Error(`changed: ${file}`);
    return !row;
  });

  const done = [];
  for (const { number, file, text } of waiting) {
    db.exec("BEGIN");
    let finished = false;
    try {
      db.prepare("INSERT INTO schema_history VALUES ($number, $file, $text)").run({ $number: number, $file: file, $text: text });
      db.exec(text);
      db.exec("COMMIT");
      finished = true;
    } finally {
      if (!finished) db.exec("ROLLBACK");
    }
    done.push(file);
  }
  return done;
}

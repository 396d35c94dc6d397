// An API over a database: transactions, a search, constraints that become answers.
const { DatabaseSync } = require("node:sqlite");
const express = require("express");

const db = new DatabaseSync(":memory:");
db.exec(`
  CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE notes (
    id INTEGER PRIMARY KEY,
    author_id INTEGER NOT NULL REFERENCES authors (id) ON DELETE CASCADE,
    text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 40),
    stars INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX notes_by_author ON notes (author_id);
`);
const insertAuthor = db.prepare("INSERT INTO authors (name) VALUES (?) RETURNING id, name");
const insertNote = db.prepare("INSERT INTO notes (author_id, text) VALUES ($author, $text)");
const search = db.prepare(`
  SELECT notes.id, authors.name AS author, text, stars
  FROM notes JOIN authors ON authors.id = notes.author_id
  WHERE text LIKE '%' || :words || '%'
  ORDER BY stars DESC, notes.id LIMIT :limit OFFSET :offset
`);

const app = express();
app.use(express.json());
app.post("/authors", (req, res) => res.status(201).json(insertAuthor.get(req.body.name ?? null)));
app.post("/authors/:id/notes", (req, res) => {
  db.exec("BEGIN");
  try {
    const ids = req.body.map((text) => insertNote.run({ author: BigInt(req.params.id), text }).lastInsertRowid);
    db.exec("COMMIT");
    res.status(201).json(ids);
  } catch (error) {
    db.exec("ROLLBACK");
    throw error;
  }
});
app.get("/notes", (req, res) => {
  const { words = "", page = "1" } = req.query;
  res.json(search.all({ words, limit: 2n, offset: BigInt(page - 1) * 2n }));
});
app.post("/notes/:id/star", (req, res) => {
  const { changes } = db.prepare("UPDATE notes SET stars = stars + 1 WHERE id = ?").run(req.params.id);
  res.status(changes === 1 ? 204 : 404).end();
});
app.delete("/authors/:id", (req, res) => {
  const { changes } = db.prepare("DELETE FROM authors WHERE id = ?").run(req.params.id);
  res.json({ changes, notes: db.prepare("SELECT count(*) AS count FROM notes").get().count });
});
app.use((error, req, res, next) => {
  if (error.code !== "ERR_SQLITE_ERROR") return next(error);
  const status = { 2067: 409, 787: 404 }[error.errcode] ?? 400;
  res.status(status).json({ error: error.message, errcode: error.errcode, kind: error.errstr, open: db.isTransaction });
});

const server = app.listen(0, async () => {
  const base = `http://localhost:${server.address().port}`;
  const ask = async (method, path, body) => {
    const headers = { "content-type": "application/json" };
    const res = await fetch(base + path, { method, headers, body: body && JSON.stringify(body) });
    console.log(method, path, res.status, await res.text());
  };
  await ask("POST", "/authors", { name: "Ada" });
  await ask("POST", "/authors", { name: "Grace" });
  await ask("POST", "/authors", { name: "Ada" });
  await ask("POST", "/authors", {});
  await ask("POST", "/authors/1/notes", ["milk", "bread and butter", "green tea"]);
  await ask("POST", "/authors/2/notes", ["tea for two", ""]);
  await ask("POST", "/authors/9/notes", ["nobody's"]);
  await ask("POST", "/authors/2/notes", ["tea for two", "it's a 'quoted' \"text\""]);
  await ask("POST", "/notes/3/star");
  await ask("POST", "/notes/99/star");
  await ask("GET", "/notes");
  await ask("GET", "/notes?page=2");
  await ask("GET", "/notes?words=tea");
  await ask("GET", `/notes?words=${encodeURIComponent("' OR 1=1 --")}`);
  await Promise.all([1, 2, 3, 4].map((id) => fetch(`${base}/notes/${id}/star`, { method: "POST" })));
  await ask("GET", "/notes");
  await ask("DELETE", "/authors/1");
  server.close();
  db.close();
});

const express = require("express");
const app = express();
app.use(express.json());

let notes = [];
let next_id = 100;

function taken(body, from) {
  const { title, tag } = body;
  const note = { ...from };
  if (title !== undefined) note.title = title;
  if (tag !== undefined) note.tag = tag;
  return note;
}

const all = app.route("/notes");
all.get((req, res) => res.json(notes));
all.post((req, res) => {
  const note = taken(req.body, { id: next_id++ });
  notes.push(note);
  res.location("/notes/" + note.id).status(201).json(note);
});

const one = app.route("/notes/:id");
const METHODS = { get: 1, put: 1, patch: 1, delete: 1 };
one.all((req, res, next) => {
  req.at = notes.findIndex((note) => String(note.id) === req.params.id);
  const known = req.method.toLowerCase() in METHODS;
  if (known && req.at < 0) return res.status(404).json({ error: "not there" });
  next();
});
one.get((req, res) => res.json(notes[req.at]));
one.put((req, res) => res.json((notes[req.at] = taken(req.body, { id: notes[req.at].id }))));
one.patch((req, res) => res.json((notes[req.at] = taken(req.body, notes[req.at]))));
one.delete((req, res) => {
  notes = notes.filter((note, at) => at !== req.at);
  res.sendStatus(204);
});

app.use((req, res) => {
  const allowed = req.path === "/notes" ? "GET, POST" : "DELETE, GET, PATCH, PUT";
  if (!/^\/notes(\/[^/]+)?$/.test(req.path)) return res.status(404).json({ error: "not there" });
  res.status(405).set("Allow", allowed).json({ error: "not so" });
});
app.use((err, req, res, next) => {
  res.status(400).json({ error: err.message });
});

app.listen(process.env.PORT);

const express = require("express");
const app = express();
app.use(express.json());

let notes = [];
let next = 1;
const at = (req) => notes.findIndex((note) => String(note.id) === req.params.id);
const missing = (res) => res.status(404).json({ error: "not found" });

app.get("/notes", (req, res) => res.json(notes));
app.post("/notes", (req, res) => {
  const { title, tag } = req.body;
  const note = { id: next++, title, tag };
  notes.push(note);
  res.set("Location", `/notes/${note.id}`).status(201).json(note);
});
app.get("/notes/:id", (req, res) => {
  const i = at(req);
  return i < 0 ? missing(res) : res.json(notes[i]);
});
app.put("/notes/:id", (req, res) => {
  const i = at(req);
  if (i < 0) return missing(res);
  const { title, tag } = req.body;
  notes[i] = { id: notes[i].id, title, tag };
  res.json(notes[i]);
});
app.patch("/notes/:id", (req, res) => {
  const i = at(req);
  if (i < 0) return missing(res);
  if (req.body.title !== undefined) notes[i].title = req.body.title;
  if (req.body.tag !== undefined) notes[i].tag = req.body.tag;
  res.json(notes[i]);
});
app.delete("/notes/:id", (req, res) => {
  const i = at(req);
  if (i < 0) return missing(res);
  notes = notes.filter((note, k) => k !== i);
  res.sendStatus(204);
});
app.use((req, res) => {
  const one = req.path.split("/").length > 2;
  res.set("Allow", one ? "GET, PUT, PATCH, DELETE" : "GET, POST").sendStatus(405);
});

app.listen(3000);

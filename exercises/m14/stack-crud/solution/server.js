const express = require("express");
const app = express();
app.use(express.json());

const notes = new Map();
let last = 0;

// pick: the fields of a body that are allowed
function pick(body = {}) {
  const picked = {};
  for (const field of ["title", "tag"]) {
    if (field in body) picked[field] = body[field];
  }
  return picked;
}

// find: the note of an id, or 404
function find(req, res, next) {
  req.note = notes.get(Number(req.params.id));
  if (req.note) next();
  else res.status(404).json({ error: "no such note" });
}

function store(note) {
  notes.set(note.id, note);
  return note;
}

// other methods: 405 with Allow
const only = (methods) => (req, res) => {
  res.set("Allow", methods).status(405).json({ error: "there is " + methods });
};

// create, read
app.get("/notes", (req, res) => {
  res.json([...notes.values()]);
});
app.post("/notes", (req, res) => {
  last += 1;
  const note = store({ id: last, ...pick(req.body) });
  res.status(201).location("/notes/" + note.id).json(note);
});
app.all("/notes", only("GET, POST"));

app.get("/notes/:id", find, (req, res) => {
  res.json(req.note);
});
// replace, change
app.put("/notes/:id", find, (req, res) => {
  res.json(store({ id: req.note.id, ...pick(req.body) }));
});
app.patch("/notes/:id", find, (req, res) => {
  res.json(store({ ...req.note, ...pick(req.body) }));
});
// delete
app.delete("/notes/:id", find, (req, res) => {
  notes.delete(req.note.id);
  res.status(204).end();
});
app.all("/notes/:id", only("GET, PUT, PATCH, DELETE"));

// what is left: 404 and 400 as JSON
app.use((req, res) => {
  res.status(404).json({ error: "no such path" });
});
app.use((err, req, res, next) => {
  res.status(err.status ?? 500).json({ error: "the body is no JSON" });
});

app.listen(process.env.PORT, "127.0.0.1");

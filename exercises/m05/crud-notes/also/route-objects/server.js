const express = require("express");
const app = express();
app.use(express.json());

const notes = {};
let count = 0;

const known = (body) => JSON.parse(JSON.stringify({ title: body.title, tag: body.tag }));
const refuse = (allow) => (req, res) => {
  res.writeHead(405, { Allow: allow });
  res.end();
};

app.param("id", (req, res, next, id) => {
  if (req.method === "POST" || Object.hasOwn(notes, id)) return next();
  res.status(404).json({ error: "no note " + id });
});

app.route("/notes")
  .get((req, res) => res.json(Object.values(notes)))
  .post((req, res) => {
    count += 1;
    notes[count] = { id: count, ...known(req.body) };
    res.location("/notes/" + count).status(201).json(notes[count]);
  })
  .all(refuse("GET,HEAD,POST"));

app.route("/notes/:id")
  .get((req, res) => res.json(notes[req.params.id]))
  .put((req, res) => {
    const id = Number(req.params.id);
    notes[id] = { id, ...known(req.body) };
    res.json(notes[id]);
  })
  .patch((req, res) => {
    res.json(Object.assign(notes[req.params.id], known(req.body)));
  })
  .delete((req, res) => {
    delete notes[req.params.id];
    res.status(204).end();
  })
  .all(refuse("GET,HEAD,PUT,PATCH,DELETE"));

app.listen(3000);

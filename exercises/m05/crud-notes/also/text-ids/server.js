const express = require("express");
const { randomUUID } = require("crypto");
class Notes {
  list = [];
  add(f) { const n = { id: randomUUID(), createdAt: new Date().toISOString(), ...f }; this.list.push(n); return n; }
  find(id) { return this.list.find((n) => n.id === id); }
}
const store = new Notes();
const app = express();
app.disable("x-powered-by");
app.use(express.json());
app.param("id", (req, res, next, id) => { req.note = store.find(id); next(); });
function fields({ title, tag }) { return JSON.parse(JSON.stringify({ title, tag })); }
const gone = (res) => res.status(404).type("application/problem+json").send(JSON.stringify({ title: "no note", status: 404 }));
app.route("/notes")
  .get((req, res) => res.json(store.list))
  .post((req, res) => { const n = store.add(fields(req.body)); res.status(201).set("Location", "/notes/" + n.id).json(n); })
  .all((req, res) => res.set("Allow", "POST, GET").sendStatus(405));
app.route("/notes/:id")
  .get((req, res) => req.note ? res.json(req.note) : gone(res))
  .put((req, res) => {
    if (!req.note) return gone(res);
    const { id, createdAt } = req.note;
    for (const k of Object.keys(req.note)) delete req.note[k];
    res.json(Object.assign(req.note, { id, createdAt }, fields(req.body)));
  })
  .patch((req, res) => req.note ? res.json(Object.assign(req.note, fields(req.body))) : gone(res))
  .delete((req, res) => {
    if (!req.note) return gone(res);
    store.list = store.list.filter((n) => n !== req.note);
    res.status(204).send();
  })
  .all((req, res) => res.set("Allow", "DELETE, PATCH, PUT, GET").sendStatus(405));
app.listen(3000);

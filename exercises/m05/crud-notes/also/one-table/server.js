// One handler for everything, dispatched by hand.
const express = require("express");
const app = express();
const all = [];
let n = 41;
const ops = {
  one: {
    GET: (note, body, res) => res.json(note),
    HEAD: (note, body, res) => res.json(note),
    PUT(note, body, res) { delete note.title; delete note.tag; copy(note, body); res.json(note); },
    PATCH(note, body, res) { copy(note, body); res.json(note); },
    DELETE(note, body, res) { all.splice(all.indexOf(note), 1); res.writeHead(204).end(); },
  },
  many: {
    GET: (_, body, res) => res.json(all),
    HEAD: (_, body, res) => res.json(all),
    POST(_, body, res) { const note = copy({ id: ++n }, body); all.unshift(note); res.setHeader("Location", "/notes/" + note.id); res.status(201).json(note); },
  },
};
function copy(note, body) { ["title", "tag"].forEach((k) => { if (body && k in body) note[k] = body[k]; }); return note; }
app.use(express.json({ type: "*/*" }));
app.use("/notes{/:id}", (req, res) => {
  const table = req.params.id === undefined ? ops.many : ops.one;
  const note = all.find((x) => x.id == req.params.id);
  if (table === ops.one && !note && table[req.method]) return res.status(404).end("no such note\n");
  const op = table[req.method];
  if (!op) return res.status(405).set({ Allow: Object.keys(table).join(",") }).end();
  op(note, req.body, res);
});
app.listen(process.env.PORT || 3000);

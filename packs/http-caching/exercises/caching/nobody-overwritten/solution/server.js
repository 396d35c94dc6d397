const express = require("express");
const { find, save } = require("./store.js");

const app = express();
app.use(express.json());

const tagOf = (note) => `"${note.version}"`;
const matches = (header, tag) =>
  header.trim() === "*" || header.split(",").some((one) => one.trim() === tag);
const show = (res, note) => res.set("ETag", tagOf(note)).json({ text: note.text });

// read: the note with its tag
app.get("/notes/:id", async (req, res) => {
  const note = await find(req.params.id);
  if (!note) return res.sendStatus(404);
  show(res, note);
});

app.put("/notes/:id", async (req, res) => {
  const note = await find(req.params.id);
  if (!note) return res.sendStatus(404);
  // condition: is there one, and does it hold?
  const condition = req.get("If-Match");
  if (!condition) return res.sendStatus(428);
  if (!matches(condition, tagOf(note))) return res.sendStatus(412);
  // save: and what if another save came first?
  const saved = await save(req.params.id, req.body.text, note.version);
  if (!saved) return res.sendStatus(412);
  show(res, saved);
});

app.listen(3000);

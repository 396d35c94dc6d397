// A module; the condition is a middleware, and the tag holds the id as well.
import express from "express";
import store from "./store.js";

const app = express();
app.use(express.json());

const tag = (id, { version }) => `"note-${id}-v${version}"`;

app.use("/notes/:id", async (req, res, next) => {
  req.note = await store.find(req.params.id);
  if (!req.note) return res.status(404).json({ error: "no such note" });
  next();
});

function condition(req, res, next) {
  const header = req.headers["if-match"];
  if (header === undefined) return res.status(428).json({ error: "send If-Match" });
  const tags = header.match(/(?:W\/)?"[^"]*"/g) ?? [];
  if (header !== "*" && !tags.includes(tag(req.params.id, req.note))) {
    return res.status(412).json({ error: "changed since" });
  }
  next();
}

app
  .route("/notes/:id")
  .get((req, res) => {
    res.setHeader("ETag", tag(req.params.id, req.note));
    res.json({ text: req.note.text });
  })
  .put(condition, async (req, res) => {
    const { id } = req.params;
    const saved = await store.save(id, req.body.text, req.note.version);
    if (!saved) return res.status(412).json({ error: "changed meanwhile" });
    res.setHeader("ETag", tag(id, saved));
    res.json({ text: saved.text });
  });

app.listen(3000);

const express = require("express");
const db = require("./db.js");
const store = require("./store.js");
const app = express();
app.use(express.json());

app.get("/users", (req, res) => {
  const user = store.findUser(String(req.query.email));
  if (!user) return res.status(404).json({ error: "no such user" });
  res.json({ id: user.id, name: user.name });
});

app.get("/search", (req, res) => {
  res.json(store.search(String(req.query.text)));
});

// /products?ids=3,1 gives the texts "3" and "1", /products?ids= none
app.get("/products", (req, res) => {
  const ids = String(req.query.ids).split(",").filter((id) => id !== "");
  res.json(store.productsByIds(ids));
});

app.post("/notes", (req, res) => {
  const id = store.addNote(Number(req.body.userId), String(req.body.text));
  res.status(201).json({ id });
});

// These two need no repair.
app.post("/products", (req, res) => {
  const insert = db.prepare("INSERT INTO products (name, price_cents) VALUES (?, ?)");
  for (const { name, cents } of [req.body].flat()) insert.run(name, cents);
  res.sendStatus(201);
});
app.get("/notes", (req, res) => {
  res.json(db.prepare("SELECT id, user_id AS userId, text FROM notes ORDER BY id").all());
});

app.use((err, req, res, next) => {
  console.error(err.message);
  res.status(500).json({ error: "something went wrong" });
});
app.listen(3000);

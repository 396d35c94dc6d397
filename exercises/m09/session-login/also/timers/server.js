const express = require("express");
const { randomUUID } = require("node:crypto");
const { findUser } = require("./users.js");
const app = express();

const open = new Map();

function close(id) {
  const session = open.get(id);
  if (!session) return;
  clearTimeout(session.idle);
  clearTimeout(session.end);
  open.delete(id);
}

app.use(require("cookie-parser")());
app.use((req, res, next) => {
  req.session = open.get(req.cookies.sid);
  next();
});

app.post("/login", express.json(), (req, res) => {
  const user = findUser(req.body?.email, req.body?.password);
  if (!user) return res.status(401).json({ error: "wrong email or password" });
  close(req.cookies.sid);
  const id = randomUUID() + randomUUID();
  const idle = setTimeout(close, 15 * 60 * 1000, id);
  const end = setTimeout(close, 8 * 60 * 60 * 1000, id);
  open.set(id, { user, idle, end });
  res.cookie("sid", id, { httpOnly: true, secure: true, sameSite: "strict" });
  res.status(204).end();
});

app.get("/me", (req, res) => {
  if (!req.session) return res.status(401).json({ error: "please log in" });
  req.session.idle.refresh();
  res.json({ id: req.session.user.id });
});

app.post("/logout", (req, res) => {
  close(req.cookies.sid);
  res.status(204).end();
});

app.listen(3000);

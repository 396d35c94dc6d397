const express = require("express");
const argon2 = require("argon2");
const { find } = require("./users.js");
const app = express();
// A proxy stands in front; `req.ip` is who asked it.
app.set("trust proxy", "loopback");
app.use(express.json());

app.post("/login", async (req, res) => {
  const { email, password } = req.body ?? {};
  if (typeof email !== "string" || typeof password !== "string") return res.sendStatus(400);
  // limit: asked before any work

  // compare: the same work for everybody
  const user = find(email);
  if (!user) return res.status(404).json({ error: "nobody has this email" });
  // answer: the same words, and what is counted
  if (!(await argon2.verify(user.hash, password))) return res.status(401).json({ error: "wrong password" });
  res.json({ id: user.id });
});

app.listen(3000);

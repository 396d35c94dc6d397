const express = require("express");
const argon2 = require("argon2");
const { randomBytes } = require("node:crypto");
const { users, sessions, resets, mail, SETTINGS } = require("./shop.js");
const app = express();
app.use(express.json(), require("./login.js"));

// A token has two parts: a number to find it by, and a secret that is kept as argon2id.
app.post("/reset", async (req, res) => {
  const email = req.body?.email;
  const number = randomBytes(8).toString("hex");
  const secret = randomBytes(20).toString("hex");
  const kept = await argon2.hash(secret, SETTINGS);
  if (users.has(email)) {
    for (const [other, row] of resets) if (row.email === email) row.state = "old";
    resets.set(number, { email, kept, made: new Date(), state: "open" });
    mail(email, `${number}.${secret}`);
  }
  res.status(202).json({ sent: "if we know you" });
});

app.post("/reset/confirm", async (req, res) => {
  const { token, password } = req.body ?? {};
  if (typeof token !== "string" || typeof password !== "string" || password.length < 15) return res.status(400).json({ error: "token, password" });
  const [number, secret = ""] = token.split(".");
  const row = resets.get(number);
  const right = row !== undefined && (await argon2.verify(row.kept, secret));
  if (!right || row.state !== "open" || new Date() - row.made >= 30 * 60 * 1000) {
    return res.status(400).json({ error: "this link has run out" });
  }
  row.state = "used";
  const user = users.get(row.email);
  user.hash = await argon2.hash(password, SETTINGS);
  for (const session of [...sessions.keys()]) {
    if (sessions.get(session) === user.id) sessions.delete(session);
  }
  res.status(204).send();
});

app.listen(3000);

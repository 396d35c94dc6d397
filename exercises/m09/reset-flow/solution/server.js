const express = require("express");
const argon2 = require("argon2");
const { createHash, randomBytes } = require("node:crypto");
const { users, sessions, resets, mail, SETTINGS } = require("./shop.js");
const app = express();
app.use(express.json(), require("./login.js"));

const LIFE = 30 * 60 * 1000;
const digest = (token) => createHash("sha256").update(token).digest("hex");

app.post("/reset", (req, res) => {
  const { email } = req.body ?? {};
  // token: random, mailed, and kept so that it helps no thief
  if (users.has(email)) {
    for (const [key, entry] of resets) {
      if (entry.email === email) resets.delete(key);
    }
    const token = randomBytes(32).toString("base64url");
    resets.set(digest(token), { email, until: Date.now() + LIFE });
    mail(email, token);
  }
  // answer: the same for everybody
  res.sendStatus(202);
});

app.post("/reset/confirm", async (req, res) => {
  const { token, password } = req.body ?? {};
  if (typeof token !== "string" || typeof password !== "string" || password.length < 15) return res.sendStatus(400);
  // redeem: the newest, in time, once
  const entry = resets.get(digest(token));
  if (!entry || entry.until <= Date.now()) return res.sendStatus(400);
  resets.delete(digest(token));
  // change: the password, and who is logged in
  const user = users.get(entry.email);
  user.hash = await argon2.hash(password, SETTINGS);
  for (const [session, id] of sessions) {
    if (id === user.id) sessions.delete(session);
  }
  res.sendStatus(204);
});

app.listen(3000);

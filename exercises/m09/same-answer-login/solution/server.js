const express = require("express");
const argon2 = require("argon2");
const { randomBytes } = require("node:crypto");
const { find, SETTINGS } = require("./users.js");
const app = express();
// A proxy stands in front; `req.ip` is who asked it.
app.set("trust proxy", "loopback");
app.use(express.json());

const MOST = 5;
const WINDOW = 15 * 60 * 1000;
// For each email its failures in the window that runs.
const failures = new Map();
// What is compared where nobody has the email. Nobody knows the password behind it.
const dummy = argon2.hash(randomBytes(32).toString("hex"), SETTINGS);

app.post("/login", async (req, res) => {
  const { email, password } = req.body ?? {};
  if (typeof email !== "string" || typeof password !== "string") return res.sendStatus(400);
  // limit: asked before any work
  const now = Date.now();
  let entry = failures.get(email);
  if (!entry || entry.until <= now) entry = { count: 0, until: now + WINDOW };
  if (entry.count >= MOST) {
    res.set("Retry-After", String(Math.ceil((entry.until - now) / 1000)));
    return res.sendStatus(429);
  }
  entry.count += 1;
  failures.set(email, entry);
  // compare: the same work for everybody
  const user = find(email);
  const right = await argon2.verify(user ? user.hash : await dummy, password);
  // answer: the same words, and what is counted
  if (!user || !right) return res.status(401).json({ error: "wrong email or password" });
  failures.delete(email);
  res.json({ id: user.id });
});

app.listen(3000);

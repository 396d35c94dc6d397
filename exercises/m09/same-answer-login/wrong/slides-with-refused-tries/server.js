const express = require("express");
const argon2 = require("argon2");
const { find, SETTINGS } = require("./users.js");
const app = express();
app.set("trust proxy", "loopback");
app.use(express.json());

const dummy = argon2.hash("a password of nobody", SETTINGS);
const failures = new Map();
const WINDOW = 15 * 60 * 1000;

function failed(email) {
  failures.set(email, [...(failures.get(email) ?? []), Date.now()].slice(-5));
}

app.post("/login", async (req, res) => {
  const { email, password } = req.body ?? {};
  if (typeof email !== "string" || typeof password !== "string") return res.sendStatus(400);
  const now = Date.now();
  const recent = (failures.get(email) ?? []).filter((time) => now - time < WINDOW);
  if (recent.length === 5) {
    failed(email);
    res.set("Retry-After", String(Math.ceil((recent[0] + WINDOW - now) / 1000)));
    return res.sendStatus(429);
  }
  const user = find(email);
  const right = await argon2.verify(user?.hash ?? (await dummy), password);
  if (!user || !right) {
    failed(email);
    return res.status(401).json({ error: "wrong email or password" });
  }
  failures.delete(email);
  res.json({ id: user.id });
});

app.listen(3000);

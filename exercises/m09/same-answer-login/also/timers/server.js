// A plain hash as the work for nobody, and a timer that forgets.
const express = require("express");
const argon2 = require("argon2");
const users = require("./users.js");
const app = express();
app.set("trust proxy", "loopback");
app.use(express.json());
const failures = new Map();

function failed(email) {
  let entry = failures.get(email);
  if (!entry) {
    entry = { n: 0, until: Date.now() + 15 * 60e3 };
    failures.set(email, entry);
    entry.timer = setTimeout(() => failures.delete(email), 15 * 60e3).unref();
  }
  entry.n += 1;
}

async function check(email, password) {
  const user = users.find(email);
  if (user) return (await argon2.verify(user.hash, password)) ? user : null;
  await argon2.hash(password, users.SETTINGS);
  return null;
}

app.post("/login", async (req, res) => {
  const { email, password } = req.body ?? {};
  if (typeof email !== "string" || typeof password !== "string") return res.sendStatus(400);
  const entry = failures.get(email);
  if (entry && entry.n >= 5) {
    res.setHeader("retry-after", Math.ceil((entry.until - Date.now()) / 1000));
    return res.sendStatus(429);
  }
  const user = await check(email, password);
  if (!user) {
    failed(email);
    return res.sendStatus(401);
  }
  clearTimeout(failures.get(email)?.timer);
  failures.delete(email);
  return res.status(200).send({ id: user.id });
});
app.listen(3000);

const express = require("express");
const argon2 = require("argon2");
const { hash, randomUUID } = require("node:crypto");
const shop = require("./shop.js");
const app = express();

// A timer ends each reset; who is still in the table is in time.
const timers = new Map();

function end(email) {
  clearTimeout(timers.get(email));
  timers.delete(email);
  for (const [key, owner] of [...shop.resets]) if (owner === email) shop.resets.delete(key);
}

app.use(express.json());
app.use(require("./login.js"));

const answer = (res) => res.status(202).send("look into your mail");

app.post("/reset", (req, res) => {
  const email = req.body?.email;
  if (!shop.users.has(email)) return answer(res);
  end(email);
  const token = randomUUID() + randomUUID();
  shop.resets.set(hash("sha512", token), email);
  timers.set(email, setTimeout(end, 30 * 60_000, email));
  setImmediate(() => shop.mail(email, token));
  answer(res);
});

app.post("/reset/confirm", (req, res, next) => {
  const { token = "", password = "" } = req.body ?? {};
  if (`${password}`.length < 15) return res.sendStatus(400);
  const email = shop.resets.get(hash("sha512", String(token)));
  if (!email) return res.sendStatus(400);
  end(email);
  argon2
    .hash(String(password), shop.SETTINGS)
    .then((text) => {
      const { id } = shop.users.get(email);
      shop.users.set(email, { id, hash: text });
      shop.sessions.forEach((user, session) => user === id && shop.sessions.delete(session));
      res.sendStatus(204);
    })
    .catch(next);
});

app.listen(3000);

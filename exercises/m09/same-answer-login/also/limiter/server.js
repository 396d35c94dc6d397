const express = require("express");
const argon2 = require("argon2");
const { rateLimit } = require("express-rate-limit");
const { find, SETTINGS } = require("./users.js");
const app = express();
app.set("trust proxy", "loopback");
app.use(express.json());

const nobody = { hash: "" };
argon2.hash(Math.random() + "of nobody", SETTINGS).then((text) => {
  nobody.hash = text;
  app.listen(3000);
});

// Counts what failed, by email; a success takes all away again.
const byAccount = rateLimit({
  windowMs: 15 * 60_000,
  limit: 5,
  keyGenerator: (req) => `account ${req.body?.email}`,
  skipSuccessfulRequests: true,
});
// One address may not try everybody either.
const byAddress = rateLimit({ windowMs: 15 * 60_000, limit: 200 });

app.post("/login", byAddress, byAccount, (req, res, next) => {
  const { email, password } = req.body ?? {};
  const user = find(String(email));
  argon2
    .verify((user ?? nobody).hash, String(password))
    .then((fits) => {
      if (!fits || !user) return res.status(401).send("no");
      byAccount.resetKey(`account ${email}`);
      res.json({ id: user.id });
    })
    .catch(next);
});

const express = require("express");
const argon2 = require("argon2");
const table = require("./table.js");
const common = require("./common.js");
const app = express();
app.use(express.json());

const SETTINGS = { memoryCost: 19456, timeCost: 2, parallelism: 1 };

app.post("/signup", async (req, res) => {
  const { email, password } = req.body ?? {};
  // rules: a text of 15 to 128 characters, not a common one
  if (typeof password !== "string") return res.sendStatus(422);
  if (password.length < 15 || password.length > 128) return res.sendStatus(422);
  if (common.includes(password)) return res.sendStatus(422);
  // store: never the password
  table.save(email, await argon2.hash(password, SETTINGS));
  res.sendStatus(201);
});

app.post("/login", async (req, res) => {
  const { email, password } = req.body ?? {};
  // verify: with what is stored
  const stored = table.find(email);
  if (!stored || typeof password !== "string") return res.sendStatus(401);
  if (!(await argon2.verify(stored, password))) return res.sendStatus(401);
  // renew: where it is weaker than it should be
  if (argon2.needsRehash(stored, SETTINGS)) {
    table.save(email, await argon2.hash(password, SETTINGS));
  }
  res.sendStatus(200);
});

app.listen(3000);

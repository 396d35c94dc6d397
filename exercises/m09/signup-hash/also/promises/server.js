import express from "express";
import { hash, verify, needsRehash, argon2id } from "argon2";
import table from "./table.js";
import common from "./common.js";

const settings = { type: argon2id, memoryCost: 2 ** 16, timeCost: 3, parallelism: 2 };
const known = new Set(common);

const refuse = (password) =>
  typeof password !== "string" || password.length < 15 || password.length > 128 || known.has(password);

const app = express();
app.use(express.json());

app.post("/signup", (req, res, next) => {
  const { email, password } = req.body ?? {};
  if (refuse(password)) return res.status(422).json({ error: "choose another password" });
  hash(password, settings)
    .then((text) => {
      table.save(email, text);
      res.status(201).json({ email });
    })
    .catch(next);
});

app.post("/login", async (req, res) => {
  const { email, password } = req.body ?? {};
  const stored = table.find(email);
  const right = stored !== undefined && (await verify(stored, String(password)));
  if (!right) return res.status(401).json({ error: "wrong email or password" });
  if (needsRehash(stored, settings)) table.save(email, await hash(String(password), settings));
  res.json({ email });
});

app.listen(3000);

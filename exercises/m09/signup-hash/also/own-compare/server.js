const express = require("express");
const argon2 = require("argon2");
const table = require("./table.js");
const common = require("./common.js");

const MEMORY = 47104;

class Passwords {
  static fits(text) {
    return typeof text === "string" && /^[^]{15,128}$/.test(text) && !common.some((one) => one === text);
  }

  static hash(text) {
    return argon2.hash(text, { memoryCost: MEMORY, timeCost: 1, parallelism: 1 });
  }

  static isOld(stored) {
    const memory = Number(/m=(\d+)/.exec(stored)?.[1]);
    return !stored.startsWith("$argon2id$") || memory < MEMORY;
  }
}

const app = express();
app.use(express.json());
app.post("/signup", async ({ body: { email, password } = {} }, res) => {
  if (!Passwords.fits(password)) return res.status(422).send("no");
  table.save(email, await Passwords.hash(password));
  res.status(201).send("welcome");
});
app.post("/login", async ({ body: { email, password } = {} }, res) => {
  const stored = table.find(email);
  try {
    if (!(await argon2.verify(stored, password))) throw new Error("no");
    if (Passwords.isOld(stored)) table.save(email, await Passwords.hash(password));
    res.status(200).send("welcome back");
  } catch {
    res.status(401).send("no");
  }
});
app.listen(3000);

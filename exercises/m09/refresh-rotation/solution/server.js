const express = require("express");
const jwt = require("jsonwebtoken");
const { createHash, randomBytes, randomUUID } = require("node:crypto");
const { findUser } = require("./users.js");
const { tokens } = require("./store.js");
const app = express();
app.use(express.json());
const SECRET = process.env.JWT_SECRET;

const LIFE = 14 * 24 * 60 * 60 * 1000;
const digest = (token) => createHash("sha256").update(String(token)).digest("hex");

// All tokens that come from one login are a family.
function give(res, user, family) {
  const refresh = randomBytes(32).toString("base64url");
  tokens.set(digest(refresh), { user, family, until: Date.now() + LIFE, spent: false });
  const access = jwt.sign({ sub: String(user) }, SECRET, { algorithm: "HS256", expiresIn: "10m" });
  res.json({ access, refresh });
}

function end(family) {
  for (const [key, entry] of tokens) {
    if (entry.family === family) tokens.delete(key);
  }
}

app.post("/login", (req, res) => {
  const user = findUser(req.body?.email, req.body?.password);
  if (!user) return res.sendStatus(401);
  // give: a pair, and remember which login it belongs to
  give(res, user.id, randomUUID());
});

// refresh: look up, detect, rotate
app.post("/refresh", (req, res) => {
  const entry = tokens.get(digest(req.body?.refresh));
  if (!entry || entry.until <= Date.now()) return res.sendStatus(401);
  if (entry.spent) {
    end(entry.family);
    return res.sendStatus(401);
  }
  entry.spent = true;
  give(res, entry.user, entry.family);
});

// logout: end this login
app.post("/logout", (req, res) => {
  const entry = tokens.get(digest(req.body?.refresh));
  if (entry) end(entry.family);
  res.sendStatus(204);
});

app.get("/me", (req, res) => {
  try {
    const token = req.get("Authorization")?.replace(/^Bearer /, "");
    res.json({ id: Number(jwt.verify(token, SECRET, { algorithms: ["HS256"] }).sub) });
  } catch {
    res.sendStatus(401);
  }
});

app.listen(3000);

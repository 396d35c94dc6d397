const express = require("express");
const jwt = require("jsonwebtoken");
const { createHash, randomBytes } = require("node:crypto");
const { findUser } = require("./users.js");
const { tokens } = require("./store.js");
const app = express();
app.use(express.json());
const SECRET = process.env.JWT_SECRET;

const LIFE = 14 * 24 * 60 * 60 * 1000;
const digest = (token) => createHash("sha256").update(String(token)).digest("hex");

// Each login remembers its newest token and the one before.
function give(res, login) {
  const refresh = randomBytes(32).toString("base64url");
  tokens.delete(login.before);
  login.before = login.newest;
  login.newest = digest(refresh);
  login.until = Date.now() + LIFE;
  tokens.set(login.newest, login);
  const access = jwt.sign({ sub: String(login.user) }, SECRET, { algorithm: "HS256", expiresIn: "10m" });
  res.json({ access, refresh });
}

function end(login) {
  tokens.delete(login.before);
  tokens.delete(login.newest);
}

app.post("/login", (req, res) => {
  const user = findUser(req.body?.email, req.body?.password);
  if (!user) return res.sendStatus(401);
  give(res, { user: user.id });
});

app.post("/refresh", (req, res) => {
  const key = digest(req.body?.refresh);
  const login = tokens.get(key);
  if (!login || login.until <= Date.now()) return res.sendStatus(401);
  if (login.newest === key) return give(res, login);
  end(login);
  res.sendStatus(401);
});

app.post("/logout", (req, res) => {
  const login = tokens.get(digest(req.body?.refresh));
  if (login) end(login);
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

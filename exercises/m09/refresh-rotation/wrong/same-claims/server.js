const express = require("express");
const jwt = require("jsonwebtoken");
const { randomUUID } = require("node:crypto");
const { findUser } = require("./users.js");
const { tokens } = require("./store.js");
const app = express();
app.use(express.json());
const SECRET = process.env.JWT_SECRET;

// Two tokens alike, but for their lives.
function pair(sub, login) {
  const sign = (expiresIn) => jwt.sign({ sub, login, jti: randomUUID() }, SECRET, { expiresIn });
  return { access: sign("10m"), refresh: sign("14d") };
}

function open(token) {
  try {
    return jwt.verify(token, SECRET, { algorithms: ["HS256"] });
  } catch {
    return undefined;
  }
}

app.post("/login", (req, res) => {
  const user = findUser(req.body?.email, req.body?.password);
  if (!user) return res.sendStatus(401);
  res.json(pair(String(user.id), randomUUID()));
});

app.post("/refresh", (req, res) => {
  const claims = open(req.body?.refresh);
  if (!claims || tokens.has(claims.login)) return res.sendStatus(401);
  if (tokens.has(claims.jti)) {
    tokens.set(claims.login, claims.exp);
    return res.sendStatus(401);
  }
  tokens.set(claims.jti, claims.exp);
  res.json(pair(claims.sub, claims.login));
});

app.post("/logout", (req, res) => {
  const claims = open(req.body?.refresh);
  if (claims) tokens.set(claims.login, claims.exp);
  res.sendStatus(204);
});

app.get("/me", (req, res) => {
  const claims = open(req.get("Authorization")?.replace(/^Bearer /, ""));
  if (!claims) return res.sendStatus(401);
  res.json({ id: Number(claims.sub) });
});

app.listen(3000);

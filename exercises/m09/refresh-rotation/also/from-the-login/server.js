const express = require("express");
const jwt = require("jsonwebtoken");
const crypto = require("node:crypto");
const { findUser } = require("./users.js");
const { tokens } = require("./store.js");

const FORTNIGHT = 14 * 24 * 3600 * 1000;
const VERIFY = { algorithms: ["HS256"], issuer: "https://login.shop.example", audience: "orders" };

// A login: whose it is, when it ends in any case, and whether it was ended before.
class Family {
  constructor(user) {
    this.subject = String(user.id);
    this.expires = Date.now() + FORTNIGHT;
    this.ended = false;
  }
  get alive() {
    return !this.ended && Date.now() < this.expires;
  }
}

const key = (refresh) => crypto.createHash("sha256").update(refresh).digest("base64");

function issue(family) {
  const refresh = crypto.randomBytes(20).toString("hex");
  tokens.set(key(refresh), { family, used: false });
  const access = jwt.sign({}, process.env.JWT_SECRET, {
    algorithm: "HS256",
    expiresIn: "10 minutes",
    subject: family.subject,
    issuer: VERIFY.issuer,
    audience: VERIFY.audience,
    jwtid: crypto.randomUUID(),
    header: { typ: "at+jwt" },
  });
  return { access, refresh, token_type: "Bearer", expires_in: 600 };
}

function lookUp(refresh) {
  return typeof refresh === "string" ? tokens.get(key(refresh)) : undefined;
}

const app = express();
app.use(express.json(), (req, res, next) => {
  res.set("Cache-Control", "no-store");
  next();
});

app.post("/login", (req, res) => {
  const user = findUser(req.body?.email, req.body?.password);
  if (!user) return res.status(401).json({ error: "wrong email or password" });
  res.json(issue(new Family(user)));
});

app.post("/refresh", (req, res) => {
  const row = lookUp(req.body?.refresh);
  if (row?.used) row.family.ended = true;
  if (!row?.family.alive) return res.status(401).json({ error: "invalid_grant" });
  row.used = true;
  res.json(issue(row.family));
});

app.post("/logout", (req, res) => {
  const row = lookUp(req.body?.refresh);
  if (!row) return res.sendStatus(401);
  row.family.ended = true;
  res.sendStatus(204);
});

app.get("/me", (req, res) => {
  const [, token] = /^Bearer +(\S+)$/i.exec(req.get("Authorization") ?? "") ?? [];
  try {
    res.json({ id: Number(jwt.verify(token, process.env.JWT_SECRET, VERIFY).sub) });
  } catch {
    res.set("WWW-Authenticate", 'Bearer error="invalid_token"').sendStatus(401);
  }
});

app.listen(3000);

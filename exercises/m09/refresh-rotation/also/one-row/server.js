const express = require("express");
const jwt = require("jsonwebtoken");
const crypto = require("node:crypto");
const { findUser } = require("./users.js");
const { tokens } = require("./store.js");

// One row for each login: its number is the first part of the token, and the
// digest of the newest secret stands in the row. Any other secret was used up.
class Logins {
  static #life = 14 * 86_400_000;
  #digest = (secret) => crypto.createHash("sha512").update(secret).digest();

  open(user) {
    const login = crypto.randomUUID();
    tokens.set(login, { user });
    return this.#renew(login);
  }
  #renew(login) {
    const secret = crypto.randomBytes(24).toString("hex");
    Object.assign(tokens.get(login), { newest: this.#digest(secret), until: Date.now() + Logins.#life });
    return `${login}/${secret}`;
  }
  // The next token and its user, or nothing.
  exchange(token) {
    const [login, secret] = typeof token === "string" ? token.split("/") : [];
    const row = tokens.get(login);
    if (!row || secret === undefined) return undefined;
    if (!crypto.timingSafeEqual(row.newest, this.#digest(secret))) {
      tokens.delete(login);
      return undefined;
    }
    return row.until > Date.now() ? { user: row.user, refresh: this.#renew(login) } : undefined;
  }
  close(token) {
    tokens.delete(String(token).split("/")[0]);
  }
}

const logins = new Logins();
const access = (user) =>
  jwt.sign({ role: "customer" }, process.env.JWT_SECRET, { subject: `${user}`, expiresIn: 600 });

const app = express();
app.use(express.json());

app.post("/login", (req, res) => {
  const user = findUser(req.body?.email, req.body?.password);
  if (!user) return res.status(401).json({ error: "wrong email or password" });
  res.json({ access: access(user.id), refresh: logins.open(user.id), expires_in: 600 });
});

app.post("/refresh", (req, res) => {
  const next = logins.exchange(req.body?.refresh);
  if (!next) return res.status(401).json({ error: "please log in" });
  res.json({ access: access(next.user), refresh: next.refresh, expires_in: 600 });
});

app.post("/logout", (req, res) => {
  logins.close(req.body?.refresh);
  res.status(204).end();
});

app.get("/me", (req, res) => {
  const [, token] = /^Bearer (.+)$/i.exec(req.get("Authorization") ?? "") ?? [];
  jwt.verify(token, process.env.JWT_SECRET, { algorithms: ["HS256"] }, (error, claims) => {
    if (error) return res.status(401).json({ error: "please log in" });
    res.json({ id: Number(claims.sub) });
  });
});

app.listen(3000);

import express from "express";
import jwt from "jsonwebtoken";
import { createHmac, randomUUID } from "node:crypto";
import users from "./users.js";
import store from "./store.js";

// Both are JWTs, of two kinds: another key and another audience. What is kept is
// a list of refusals: tokens that were spent, and logins that are over.
const { JWT_SECRET } = process.env;
const REFRESH_SECRET = createHmac("sha256", JWT_SECRET).update("refresh").digest();
const refused = store.tokens;

const pair = (sub, login) => ({
  access: jwt.sign({ sub, aud: "api" }, JWT_SECRET, { expiresIn: 10 * 60 }),
  refresh: jwt.sign({ sub, aud: "refresh", login, jti: randomUUID() }, REFRESH_SECRET, { expiresIn: "14 days" }),
});

function open(token) {
  try {
    return jwt.verify(token, REFRESH_SECRET, { algorithms: ["HS256"], audience: "refresh" });
  } catch {
    return undefined;
  }
}

const app = express();
app.use(express.json());

app.post("/logout", ({ body }, res) => {
  const claims = open(body?.refresh);
  if (claims) refused.set(claims.login, claims.exp);
  res.status(204).end();
});

app.post("/refresh", async ({ body }, res) => {
  const claims = open(body?.refresh);
  if (!claims || refused.has(claims.login)) return res.status(401).end();
  if (refused.has(claims.jti)) {
    refused.set(claims.login, claims.exp);
    return res.status(401).end();
  }
  refused.set(claims.jti, claims.exp);
  await new Promise(setImmediate);
  res.json(pair(claims.sub, claims.login));
});

app.post("/login", ({ body }, res) => {
  const user = users.findUser(body?.email, body?.password);
  if (!user) return res.status(401).end();
  res.json(pair(`${user.id}`, randomUUID()));
});

app.get("/me", (req, res) => {
  try {
    const [scheme, token] = (req.headers.authorization ?? "").split(" ");
    const { sub } = jwt.verify(token, JWT_SECRET, { algorithms: ["HS256"], audience: "api" });
    res.json({ id: Number(sub), scheme });
  } catch {
    res.status(401).end();
  }
});

app.listen(3000);

const express = require("express");
const cookieParser = require("cookie-parser");
const { randomBytes, createHash } = require("crypto");
const { findUser } = require("./users.js");

const [IDLE, TOTAL] = [15 * 60, 8 * 60 * 60];
const store = {};
const seconds = () => Math.floor(Date.now() / 1000);
const key = (sid) => createHash("sha256").update(String(sid)).digest("hex");

const app = express();
app.use(express.json(), cookieParser(randomBytes(32).toString("hex")));
app.use((req, res, next) => {
  req.key = key(req.signedCookies.sid);
  next();
});

const loggedIn = (req, res, next) => {
  const session = store[req.key];
  if (!session || seconds() > session.idle || seconds() > session.end) {
    delete store[req.key];
    return res.clearCookie("sid").set("WWW-Authenticate", "Cookie").status(401).json({ error: "please log in" });
  }
  session.idle = seconds() + IDLE;
  req.user = session.user;
  next();
};

app.get("/me", loggedIn, (req, res) => res.json({ id: req.user.id, email: req.user.email }));

app.post("/logout", loggedIn, (req, res) => {
  delete store[req.key];
  res.status(204).end();
});

app.post("/login", ({ body, key: old }, res) => {
  const user = findUser(body?.email, body?.password);
  if (!user) return res.clearCookie("sid").status(401).json({ error: "wrong email or password" });
  delete store[old];
  const sid = randomBytes(16).toString("hex");
  store[key(sid)] = { user, idle: seconds() + IDLE, end: seconds() + TOTAL };
  const attributes = { signed: true, httpOnly: true, secure: true, sameSite: "strict" };
  res.cookie("theme", "dark").cookie("sid", sid, attributes).status(204).end();
});

app.listen(3000);

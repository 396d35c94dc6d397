const express = require("express");
const cookieParser = require("cookie-parser");
const { randomBytes } = require("node:crypto");
const { findUser } = require("./users.js");
const app = express();
app.use(express.json(), cookieParser());

const MINUTE = 60_000;
const IDLE = 15 * MINUTE;
const ABSOLUTE = 8 * 60 * MINUTE;

// store: for each id the user, when it began, when it was seen
const sessions = new Map();

app.post("/login", (req, res) => {
  const user = findUser(req.body?.email, req.body?.password);
  if (!user) return res.sendStatus(401);
  // close the old session, make a new id, set the cookie
  sessions.delete(req.cookies.sid);
  const id = randomBytes(32).toString("base64url");
  const now = Date.now();
  sessions.set(id, { user: user.id, began: now, seen: now });
  const rules = { httpOnly: true, secure: true, sameSite: "lax" };
  res.cookie("sid", id, rules).sendStatus(204);
});

app.get("/me", (req, res) => {
  // look up, and ask both limits
  const session = sessions.get(req.cookies.sid);
  const now = Date.now();
  if (!session || session.seen + IDLE <= now || session.began + ABSOLUTE <= now) {
    sessions.delete(req.cookies.sid);
    return res.sendStatus(401);
  }
  session.seen = now;
  res.json({ id: session.user });
});

// logout
app.post("/logout", (req, res) => {
  sessions.delete(req.cookies.sid);
  res.clearCookie("sid").sendStatus(204);
});

app.listen(3000);

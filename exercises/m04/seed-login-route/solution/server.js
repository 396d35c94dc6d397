const express = require("express");
const { findUser, passwordMatches } = require("./users.js");
const app = express();

// parse: JSON
app.use(express.json());

app.post("/login", (req, res) => {
  // form: two texts, or 422
  const { email, password } = req.body ?? {};
  if (typeof email !== "string" || typeof password !== "string") {
    return res.status(422).json({ error: "email and password, as text" });
  }
  // check: the user and the password
  const user = findUser(email);
  if (!passwordMatches(user, password)) {
    // answer: 401 for both mistakes, or the user
    res.set("WWW-Authenticate", 'Login realm="shop"');
    return res.status(401).json({ error: "wrong email or password" });
  }
  res.json({ id: user.id, email: user.email });
});

// refuse: what the parser found, without repeating it
app.use((err, req, res, next) => {
  const status = err.status ?? 500;
  res.status(status).json({ error: status === 400 ? "broken JSON" : "failed" });
});

app.listen(3000);

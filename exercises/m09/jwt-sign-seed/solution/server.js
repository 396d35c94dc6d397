const express = require("express");
const jwt = require("jsonwebtoken");
const { findUser } = require("./users.js");
const app = express();
app.use(express.json());

// secret: from the environment, and long enough
const SECRET = process.env.JWT_SECRET;
if (!SECRET || SECRET.length < 32) {
  console.error("JWT_SECRET needs at least 32 characters");
  process.exit(1);
}

app.post("/login", (req, res) => {
  const { email, password } = req.body ?? {};
  const user = findUser(email, password);
  if (!user) {
    return res.status(401).json({ error: "wrong email or password" });
  }
  // claims: whom it is about, and for how long
  const token = jwt.sign({ sub: String(user.id) }, SECRET, {
    algorithm: "HS256",
    expiresIn: "1h",
  });
  res.json({ token });
});

app.listen(3000);

const express = require("express");
const jwt = require("jsonwebtoken");
const app = express();
app.use(express.json());

// secret: from the environment, and long enough
const SECRET = "keep me out of the code";

app.post("/login", (req, res) => {
  // login: who is it? a wrong password gets 401
  const user = { id: 7 };
  // claims: whom it is about, and for how long
  const token =
    jwt.sign({id:user.id}, SECRET, {expiresIn:"1h"});
  res.json({ token });
});

app.listen(3000);

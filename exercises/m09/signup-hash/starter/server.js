const express = require("express");
const argon2 = require("argon2");
const table = require("./table.js");
const app = express();
app.use(express.json());

app.post("/signup", (req, res) => {
  // rules: a text of 15 to 128 characters, not a common one
  // store: never the password
  table.save(req.body.email, req.body.password);
  res.sendStatus(201);
});

app.post("/login", (req, res) => {
  // verify: with what is stored
  // renew: where it is weaker than it should be
  const right = table.find(req.body.email) === req.body.password;
  res.sendStatus(right ? 200 : 401);
});

app.listen(3000);

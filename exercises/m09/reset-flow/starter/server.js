const express = require("express");
const { users, sessions, resets, mail, SETTINGS } = require("./shop.js");
const app = express();
app.use(express.json(), require("./login.js"));

app.post("/reset", (req, res) => {
  const { email } = req.body ?? {};
  // token: random, mailed, and kept so that it helps no thief

  // answer: the same for everybody
  res.sendStatus(501);
});

app.post("/reset/confirm", async (req, res) => {
  const { token, password } = req.body ?? {};
  if (typeof token !== "string" || typeof password !== "string" || password.length < 15) return res.sendStatus(400);
  // redeem: the newest, in time, once

  // change: the password, and who is logged in
  res.sendStatus(501);
});

app.listen(3000);

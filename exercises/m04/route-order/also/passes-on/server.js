const express = require("express");
const { one, me, newest } = require("./handlers.js");
const app = express();

// what is no number is left to the routes below
app.get("/users/:id", (req, res, next) => {
  if ([...req.params.id].every((c) => c >= "0" && c <= "9")) one(req, res);
  else next();
});
app.get("/users/me", me);
app.get("/users/newest", newest);
app.get("/users/:id", (req, res) => {
  res.status(400).send("ids are numbers");
});

app.listen(3000);

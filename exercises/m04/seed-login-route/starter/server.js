const express = require("express");
const { findUser, passwordMatches } = require("./users.js");
const app = express();

// parse: JSON

app.post("/login",(req,res)=>{
  // form: two texts, or 422
  // check: the user and the password
  // answer: 401 for both mistakes, or the user
  res.send("Logged In");
});

// refuse: what the parser found, without repeating it

app.listen(3000);

const { randomUUID } = require("node:crypto");
const express = require("express");

// The checks choose both anew in every run.
const { PASSWORD = "tea-time", ORDER = "order-1" } = process.env;
const tokens = new Map(); // each token that /login gave out, and to whom

const app = express();
app.use(express.json());

function auth(req,res,next){
  if(req.headers.token){
    next();
  }else{
    res.status(401).send("Unauthorized");
  }
}

app.post("/login", (req, res) => {
  const { name, password } = req.body ?? {};
  if (name !== "kishore" || password !== PASSWORD) {
    return res.status(401).send("Unauthorized");
  }
  const token = randomUUID();
  tokens.set(token, name);
  res.json({ token });
});

app.get("/orders", auth, (req, res) => {
  res.json([{ id: ORDER, item: "green tea" }]);
});

app.listen(3000);

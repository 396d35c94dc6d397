const express = require("express");
const { one, me, newest } = require("./handlers.js");
const app = express();
const users = express.Router();

// names: fixed paths
users.get("/me", me);
users.get("/newest", newest);

// ids: digits only, or 400
function digits(req, res, next) {
  if (/^\d+$/.test(req.params.id)) {
    next();
  } else {
    res.status(400).json({ error: "an id is made of digits" });
  }
}
users.get("/:id", digits, one);

app.use("/users", users);
app.listen(3000);

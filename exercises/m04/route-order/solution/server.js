const express = require("express");
const { one, me, newest } = require("./handlers.js");
const app = express();
const users = express.Router();

// names: fixed paths
users.get("/me", me);
users.get("/newest", newest);

// ids: digits only, or 400
function byId(req, res) {
  if (/^\d+$/.test(req.params.id)) {
    one(req, res);
  } else {
    res.status(400).json({ error: "an id is made of digits" });
  }
}
users.get("/:id", byId);

app.use("/users", users);
app.listen(3000);

const express = require("express");

class User {
  constructor(row) { this.row = row; }
  toJSON() { return { id: this.row.id, name: this.row.name }; }
}

module.exports = (app, users) => {
  let next = users.length + 1;
  const router = express.Router();

  router.get("/", (req, res) => res.json(users.map((row) => new User(row))));
  router.get("/:id", (req, res) => {
    const row = users.find(({ id }) => `${id}` === req.params.id);
    if (row) res.json(new User(row));
    else res.status(404).json({ error: "nobody here" });
  });
  router.post("/", (req, res) => {
    const row = { id: next, name: req.body.name };
    next += 1;
    users.push(row);
    res.location(req.baseUrl + "/" + row.id).status(201).json(new User(row));
  });
  app.use("/users", router);
};

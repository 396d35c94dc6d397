const util = require("node:util");
module.exports = (app, db) => {
  const insert = util.callbackify((name, email) => db.run("INSERT INTO users (name, email) VALUES (?, ?)", name, email));
  app.post("/users", (req, res, next) => {
    insert(req.body.name, req.body.email, (err, made) => {
      if (err?.errstr === "constraint failed" && err.message.includes("UNIQUE")) {
        console.error("taken:", req.body.email);
        return res.status(409).set("Cache-Control", "no-store").json({ error: "This email already has an account. Log in instead?" });
      }
      if (err) return next(err);
      res.status(201).json({ id: made.lastInsertRowid, name: req.body.name, email: req.body.email });
    });
  });
};

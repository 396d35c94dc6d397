const { Router } = require("express");

class EmailTaken extends Error {
  name = "EmailTaken";
  status = 409;
}

class Users {
  constructor(db) {
    this.db = db;
  }
  add(name, email) {
    return this.db.run("INSERT INTO users (email, name) VALUES (?, ?)", email, name).then(
      ({ lastInsertRowid }) => ({ id: lastInsertRowid, name, email }),
      (error) => {
        if (/^UNIQUE constraint failed/.test(error.message)) throw new EmailTaken("pick another email");
        throw error;
      },
    );
  }
}

module.exports = (app, db) => {
  const users = new Users(db);
  const router = Router();
  router.post("/", (req, res, next) => {
    users
      .add(req.body.name, req.body.email)
      .then((user) => res.status(201).json(user))
      .catch(next);
  });
  router.use((err, req, res, next) => {
    if (!(err instanceof EmailTaken)) return next(err);
    res.status(err.status).json({ error: err.message, code: "email-taken" });
  });
  app.use("/users", router);
};

// asks first, to be polite, and lets the index decide all the same
export default function routes(app, db) {
  const taken = (res) => res.status(409).send({ error: "taken" });

  app.post("/users", async (req, res, next) => {
    const { name, email } = req.body;
    const free = (await db.all("SELECT 1 FROM users WHERE lower(email) = lower(?)", email)).length === 0;
    if (!free) return taken(res);
    let made;
    try {
      made = await db.run("INSERT INTO users (name, email) VALUES (?, ?)", name, email);
    } catch (error) {
      const isTaken = error.code === "ERR_SQLITE_ERROR" && error.errcode === 2067;
      return isTaken ? taken(res) : next(error);
    }
    res.status(201).send({ id: Number(made.lastInsertRowid), email, name, createdAt: new Date() });
  });
}

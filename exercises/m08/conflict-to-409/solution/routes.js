// what SQLite says where a UNIQUE rule is broken: SQLITE_CONSTRAINT_UNIQUE
const TAKEN = 2067;

async function addUser(db, name, email) {
  const row = await db.get(
    "INSERT INTO users (name, email) VALUES (?, ?) RETURNING id",
    name,
    email,
  );
  return row.id;
}

module.exports = (app, db) => {
  app.post("/users", async (req, res) => {
    const { name, email } = req.body;
    let id;
    // write
    try {
      id = await addUser(db, name, email);
    } catch (error) {
      // decide: a conflict, or another error?
      if (error.errcode !== TAKEN) throw error;
      return res.status(409).json({ error: "this email is taken" });
    }
    // answer
    res.status(201).json({ id, name, email });
  });
};

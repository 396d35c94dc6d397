module.exports = (app, db) => {
  app.post("/users", async (req, res) => {
    const { name, email } = req.body;
    // ask: is it free?
    const found = await db.get("SELECT id FROM users WHERE email = ?", email);
    if (found) return res.status(409).json({ error: "taken" });

    // write
    const sql = "INSERT INTO users (name, email) VALUES (?, ?)";
    const made = await db.run(sql, name, email);
    // answer
    res.status(201).json({ id: made.lastInsertRowid, name, email });
  });
};

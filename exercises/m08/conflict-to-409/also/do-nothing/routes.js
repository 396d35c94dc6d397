module.exports = function (app, db) {
  const insert = `
    INSERT INTO users (name, email) VALUES ($name, $email)
    ON CONFLICT (lower(email)) DO NOTHING
    RETURNING id, name, email`;
  app.post("/users", async ({ body: { name, email } }, res) => {
    const user = await db.get(insert, { name, email });
    if (user) {
      res.status(201).location(`/users/${user.id}`).json(user);
    } else {
      res.status(409).type("application/problem+json").json({ error: "Somebody has this email already.", status: 409 });
    }
  });
};

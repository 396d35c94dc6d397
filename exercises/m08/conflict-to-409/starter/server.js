const express = require("express");
const db = require("./db.js");
const routes = require("./routes.js");
const app = express();
app.use(express.json());
(routes.default ?? routes)(app, db);

app.get("/users", async (req, res) => {
  res.json(await db.all("SELECT name, email FROM users ORDER BY id"));
});

// Stands for another program that writes into the same table.
app.post("/import", async (req, res) => {
  const sql = "INSERT INTO users (name, email) VALUES (?, ?) ON CONFLICT DO NOTHING";
  const { changes } = await db.run(sql, req.body.name, req.body.email);
  res.sendStatus(changes === 1 ? 201 : 409);
});

// For the checks: the table goes away, as after a change that failed.
app.post("/break", async (req, res) => {
  await db.run("ALTER TABLE users RENAME TO users_old");
  res.sendStatus(204);
});

app.use((err, req, res, next) => {
  console.error(err.message);
  res.status(500).json({ error: "something went wrong" });
});
app.listen(3000);

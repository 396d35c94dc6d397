const express = require("express");
const routes = require("./routes");

const users = [
  { id: 1, name: "Kishore", passwordHash: "not-for-clients-1" },
  { id: 2, name: "Asha", passwordHash: "not-for-clients-2" },
];

const app = express();
app.use(express.json());
routes(app, users);

app.delete("/users/:id", (req, res) => {
  const at = users.findIndex((user) => user.id === Number(req.params.id));
  if (at < 0) return res.status(404).json({ error: "no such user" });
  users.splice(at, 1);
  res.status(204).end();
});

app.listen(3000);

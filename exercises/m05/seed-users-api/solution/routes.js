module.exports = (app, users) => {
  let last = Math.max(...users.map((user) => user.id));

  // show: what a client may see of a user
  const shown = ({ id, name }) => ({ id, name });

  app.get("/users", (req, res) => {
    res.json(users.map(shown));
  });

  // read one: 404 where there is nobody
  app.get("/users/:id", (req, res) => {
    const user = users.find((one) => one.id === Number(req.params.id));
    if (!user) return res.status(404).json({ error: "no such user" });
    res.json(shown(user));
  });

  // create: an id that was never used, 201, Location, what was stored
  app.post("/users", (req, res) => {
    last += 1;
    const user = { id: last, name: req.body.name, passwordHash: null };
    users.push(user);
    res.status(201).location("/users/" + user.id).json(shown(user));
  });
};

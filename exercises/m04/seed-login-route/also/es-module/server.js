import express from "express";
import * as users from "./users.js";

const isText = (value) => typeof value === "string" && value !== "";

class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const login = express.Router().post("/", express.json(), async ({ body }, res) => {
  if (![body?.email, body?.password].every(isText)) throw new Refused(422, "incomplete");
  const user = users.findUser(body.email);
  if (!user || !users.passwordMatches(user, body.password)) throw new Refused(401, "no");
  const { id, email } = user;
  res.status(200).json({ id, email, message: "Logged In" });
});

const app = express();
app.use("/login", login);
app.use((error, req, res, next) => {
  const own = error instanceof Refused;
  console.error(own ? error.message : error.type ?? "unknown");
  if (error.status === 401) res.set("WWW-Authenticate", "Bearer");
  res.status(error.status ?? 500).json({ error: own ? error.message : "bad request" });
});
app.listen(3000);

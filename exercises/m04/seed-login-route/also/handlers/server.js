const express = require("express");
const users = require("./users");

function readsForm(req, res, next) {
  const body = req.body || {};
  for (const name of ["email", "password"]) {
    if (typeof body[name] != "string") {
      return res.status(422).json({ error: "missing", field: name });
    }
  }
  next();
}

function findsUser(req, res, next) {
  res.locals.user = users.findUser(req.body.email);
  if (users.passwordMatches(res.locals.user, req.body.password)) return next();
  res.status(401);
  res.setHeader("WWW-Authenticate", "Basic realm=\"shop\", charset=\"UTF-8\"");
  res.json({ title: "Unauthorized", status: 401 });
}

const app = express();
app.use(express.json({ limit: "2kb" }));
app.use(function (req, res, next) {
  res.on("finish", () => console.log(req.method, req.url, res.statusCode));
  next();
});
app.post("/login", readsForm, findsUser, (req, res) => {
  const user = { ...res.locals.user };
  delete user.salt;
  delete user.hash;
  res.json(user);
});
app.use((err, req, res, next) => {
  res.status(err.statusCode || 500).json({ title: "Bad Request" });
});
app.listen(3000);

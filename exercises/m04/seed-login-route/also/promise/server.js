const express = require("express");
const { findUser, passwordMatches } = require("./users.js");
const app = express();

function login({ email, password } = {}) {
  return new Promise((resolve, reject) => {
    for (const [field, value] of Object.entries({ email, password })) {
      if (value?.constructor !== String) return reject({ status: 422, error: "a text, please", field });
    }
    const user = findUser(email);
    if (passwordMatches(user, password)) resolve({ id: user.id, email: user.email });
    else reject({ status: 401, error: "That did not fit." });
  });
}

app.use(express.json());

app.post("/login", (req, res, next) => {
  console.log("a login");
  login(req.body).then((user) => res.json(user), next);
});

app.use((err, req, res, next) => {
  const { status = 500, error = "not read", field } = err;
  if (status === 401) res.append("WWW-Authenticate", 'Shop realm="login"');
  console.error("refused with", status);
  res.status(status).json({ error, field });
});

app.listen(3000);

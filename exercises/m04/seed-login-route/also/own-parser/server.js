const express = require("express");
const users = require("./users.js");
const app = express();

class Login {
  constructor(text) {
    const data = JSON.parse(text);
    this.email = data?.email;
    this.password = data?.password;
  }

  get isComplete() {
    return [this.email, this.password].every((one) => typeof one === "string");
  }

  find() {
    const user = users.findUser(this.email);
    return users.passwordMatches(user, this.password) ? user : null;
  }
}

app.use(express.text({ type: () => true }));

app.post("/login", (req, res) => {
  const answer = (status, body, headers = {}) => {
    res.writeHead(status, { "Content-Type": "application/json", ...headers });
    res.end(JSON.stringify(body));
  };
  if (typeof req.body !== "string" || req.body === "") return answer(422, { error: "no body" });
  let login;
  try {
    login = new Login(req.body);
  } catch {
    return answer(400, { error: "broken JSON" });
  }
  if (!login.isComplete) return answer(422, { error: "email and password" });
  const user = login.find();
  if (!user) return answer(401, { error: "no" }, { "www-authenticate": "FormBased" });
  answer(200, { welcome: true, email: user.email, id: user.id });
});

app.listen(3000);

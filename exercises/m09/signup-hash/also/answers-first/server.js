const http = require("node:http");
const argon2 = require("argon2");
const table = require("./table.js");
const common = require("./common.js");

const settings = { memoryCost: 19456, timeCost: 2, parallelism: 1 };

const routes = {
  "POST /signup"({ email, password }, answer) {
    const fits = typeof password === "string" && password.length >= 15 && password.length <= 128;
    if (!fits || common.indexOf(password) >= 0) return answer(422);
    argon2.hash(password, settings).then((text) => {
      table.save(email, text);
      answer(201);
    });
  },
  "POST /login"({ email, password }, answer) {
    const stored = table.find(email);
    if (!stored || typeof password !== "string") return answer(401);
    argon2.verify(stored, password).then((right) => {
      answer(right ? 200 : 401);
      if (!right || !argon2.needsRehash(stored, settings)) return;
      argon2.hash(password, settings).then((text) => table.save(email, text));
    });
  },
};

http
  .createServer((req, res) => {
    const answer = (status) => res.writeHead(status).end();
    const route = routes[`${req.method} ${req.url}`];
    if (!route) return answer(404);
    let body = "";
    req.setEncoding("utf8");
    req.on("data", (part) => (body += part));
    req.on("end", () => route(JSON.parse(body), answer));
  })
  .listen(3000);

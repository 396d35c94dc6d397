const http = require("node:http");
const { createHmac, randomUUID } = require("node:crypto");
const { findUser } = require("./users.js");

const secret = process.env.JWT_SECRET;
const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

class Token {
  constructor({ id }) {
    const iat = Math.trunc(Date.now() / 1000);
    this.claims = { jti: randomUUID(), iss: "shop", sub: id.toString(), iat, exp: iat + 3600 };
  }

  toString() {
    const text = `${encode({ typ: "JWT", alg: "HS256" })}.${encode(this.claims)}`;
    return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
  }
}

const server = http.createServer((req, res) => {
  const answer = (status, body) => {
    res.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store" });
    res.end(JSON.stringify(body));
  };
  if (req.method !== "POST" || req.url !== "/login") return answer(404, { error: "not here" });
  const parts = [];
  req.on("data", (part) => parts.push(part));
  req.on("end", () => {
    const { email, password } = JSON.parse(Buffer.concat(parts));
    const user = findUser(email, password);
    if (!user) return answer(401, { error: "wrong email or password" });
    answer(200, { token: `${new Token(user)}`, expires_in: 3600 });
  });
});

if (!secret || secret.length < 32) console.log("JWT_SECRET: 32 characters or more");
else server.listen(3000);

// A login that gives short tokens, and a gate before what they open.
const express = require("express");
const request = require("supertest");
const jwt = require("jsonwebtoken");
const SECRET = "a secret of thirty-two letters!!";

function gate(req, res, next) {
  const [scheme, token, ...rest] = (req.get("Authorization") ?? "").split(" ");
  if (scheme.toLowerCase() !== "bearer" || !token || rest.length > 0) {
    return res.set("WWW-Authenticate", "Bearer").status(401).json({ error: "no token" });
  }
  jwt.verify(token, SECRET, { algorithms: ["HS256"], issuer: "shop" }, (error, claims) => {
    if (error) return res.set("WWW-Authenticate", 'Bearer error="invalid_token"').status(401).json({ error: error.message, name: error.name });
    req.user = claims;
    return next();
  });
}
const app = express();
app.post("/login", express.json(), (req, res) => {
  const token = jwt.sign({ role: "user" }, SECRET, { subject: req.body.name, issuer: "shop", expiresIn: "15m" });
  res.json({ token });
});
app.get("/me", gate, (req, res) => res.json({ sub: req.user.sub, role: req.user.role, seconds: req.user.exp - req.user.iat }));

async function main() {
  const { body } = await request(app).post("/login").send({ name: "Ada" });
  const me = async (name, header) => {
    const answer = await (header === undefined ? request(app).get("/me") : request(app).get("/me").set("Authorization", header));
    console.log(name, answer.status, answer.headers["www-authenticate"], JSON.stringify(answer.body));
  };
  await me("right", `Bearer ${body.token}`);
  await me("lower case", `bearer ${body.token}`);
  await me("none", undefined);
  await me("other scheme", `Basic ${body.token}`);
  await me("two", `Bearer ${body.token} ${body.token}`);
  await me("empty", "Bearer ");
  await me("rubbish", "Bearer x.y.z");
  await me("cut", `Bearer ${body.token.slice(0, -1)}`);
  await me("other secret", `Bearer ${jwt.sign({ sub: "Eve" }, "other", { issuer: "shop" })}`);
  await me("expired", `Bearer ${jwt.sign({ sub: "Ada", exp: 1000 }, SECRET, { issuer: "shop" })}`);
  await me("other issuer", `Bearer ${jwt.sign({ sub: "Ada" }, SECRET, { issuer: "bank" })}`);
  await me("unsigned", `Bearer ${jwt.sign({ sub: "Ada" }, "", { algorithm: "none" })}`);
}
main();

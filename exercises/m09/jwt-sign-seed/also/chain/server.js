const express = require("express");
const jwt = require("jsonwebtoken");
const { findUser } = require("./users.js");

function tokenFor(user, secret) {
  const iat = Math.floor(Date.now() / 1000);
  const claims = { iss: "shop", sub: user.id.toString(), iat, exp: iat + 60 * 60 };
  return new Promise((resolve, reject) => {
    jwt.sign(claims, secret, (error, token) => (error ? reject(error) : resolve(token)));
  });
}

function serve(secret) {
  const app = express();
  app.use(express.json());
  app.post("/login", async (req, res) => {
    const user = findUser(req.body?.email, req.body?.password);
    if (!user) return res.status(401).json({ error: "wrong email or password" });
    res.json({ token: await tokenFor(user, secret) });
  });
  app.listen(3000);
}

const secret = process.env.JWT_SECRET ?? "";
if (secret.length >= 32) serve(secret);
else console.error("JWT_SECRET: at least 32 characters");

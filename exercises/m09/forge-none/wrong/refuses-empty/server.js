const crypto = require("node:crypto");
const express = require("express");
const { login, publicKey } = require("./login.js");

const { REPORT = "all is well" } = process.env; // another one in each run

// How to check a signature, by the algorithm's name.
const CHECKS = {
  none: () => true,
  hs256: (text, signature) =>
    crypto.createHmac("sha256", publicKey).update(text).digest("base64url") === signature,
  es256: (text, signature) => {
    const key = { key: publicKey, dsaEncoding: "ieee-p1363" };
    return crypto.verify("sha256", Buffer.from(text), key, Buffer.from(signature, "base64url"));
  },
};

const decode = (part) => JSON.parse(Buffer.from(part, "base64url").toString());

// The claims of a good token. Throws where the token is not good.
function verify(token) {
  const [head, body, signature] = token.split(".");
  if (signature === "") throw new Error("no signature");
  const check = CHECKS[decode(head).alg.toLowerCase()];
  if (!check(`${head}.${body}`, signature)) throw new Error("wrong signature");
  const claims = decode(body);
  if (claims.aud !== "shop") throw new Error("for another service");
  if (!(claims.exp > Date.now() / 1000)) throw new Error("no end, or past it");
  return claims;
}

const app = express();
app.use(express.json());

app.get("/public-key", (req, res) => res.type("text").send(publicKey));
app.post("/login", (req, res) => {
  const token = login(req.body);
  if (!token) return res.sendStatus(401);
  res.json({ token });
});

// What stands below is behind the gate.
app.use((req, res, next) => {
  try {
    req.user = verify(req.get("Authorization").replace("Bearer ", ""));
  } catch {
    return res.set("WWW-Authenticate", "Bearer").sendStatus(401);
  }
  next();
});
app.get("/me", (req, res) => res.json({ name: req.user.sub }));
app.get("/report", (req, res) => {
  if (req.user.role !== "admin") return res.sendStatus(403);
  res.send(REPORT);
});

app.listen(3000);

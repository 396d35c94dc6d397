const crypto = require("node:crypto");
const express = require("express");
const { login, publicKey } = require("./login.js");

const { REPORT = "all is well" } = process.env; // another one in each run

// How to check a signature, by the algorithm's name.
const CHECKS = {
  ES256: (text, signature) => {
    const key = { key: publicKey, dsaEncoding: "ieee-p1363" };
    return crypto.verify("sha256", Buffer.from(text), key, Buffer.from(signature, "base64url"));
  },
};

const decode = (part) => JSON.parse(Buffer.from(part, "base64url").toString());

// The claims of a good token. Throws where the token is not good.
function verify(token) {
  const [head, body, signature] = token.split(".");
  const { alg } = decode(head);
  if (!Object.hasOwn(CHECKS, alg)) throw new Error("another algorithm");
  if (!CHECKS[alg](`${head}.${body}`, signature)) throw new Error("wrong signature");
  const { aud, exp, ...claims } = decode(body);
  const forUs = [aud].flat().includes("shop");
  const alive = Number.isFinite(exp) && exp * 1000 > Date.now();
  if (!forUs || !alive) throw new Error("not for here, or not for now");
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

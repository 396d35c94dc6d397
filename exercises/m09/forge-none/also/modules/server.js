const crypto = require("node:crypto");
const express = require("express");
const { login, publicKey } = require("./login.js");

const { REPORT = "all is well" } = process.env; // another one in each run

const jwt = require("jsonwebtoken");
const KEY = crypto.createPublicKey(publicKey);
const verify = (token) => new Promise((resolve, reject) => {
  jwt.verify(token, KEY, { algorithms: ["ES256"], audience: ["shop"] }, (error, claims) => {
    if (error) reject(error);
    else if (!("exp" in claims)) reject(new Error("no exp"));
    else resolve(claims);
  });
});

const app = express();
app.use(express.json());

app.get("/public-key", (req, res) => res.type("text").send(publicKey));
app.post("/login", (req, res) => {
  const token = login(req.body);
  if (!token) return res.sendStatus(401);
  res.json({ token });
});

// What stands below is behind the gate.
app.use(async (req, res, next) => {
  const [scheme, token] = (req.headers.authorization ?? "").split(" ");
  console.log("request", req.path);
  try {
    if (scheme.toLowerCase() !== "bearer") throw new Error("scheme");
    req.user = await verify(token);
  } catch (error) {
    console.error(error.message);
    res.status(401).set("WWW-Authenticate", 'Bearer error="invalid_token"').json({ error: "unauthorized" });
    return;
  }
  next();
});
app.get("/me", (req, res) => res.json({ name: req.user.sub }));
app.get("/report", (req, res) => {
  if (req.user.role !== "admin") return res.sendStatus(403);
  res.send(REPORT);
});

app.listen(3000);

const express = require("express");
const jwt = require("jsonwebtoken");
const { login, publicKey } = require("./login.js");

const { REPORT = "all is well" } = process.env; // another one in each run

const RULES = { algorithms: ["ES256"], audience: "shop" };

// The claims of a good token. Throws where the token is not good.
function verify(token) {
  const claims = jwt.verify(token, publicKey, RULES);
  if (claims.exp === undefined) throw new Error("no end");
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

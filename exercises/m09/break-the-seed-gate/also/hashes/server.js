const crypto = require("node:crypto");
const express = require("express");

const { PASSWORD = "tea-time", ORDER = "order-1" } = process.env;

class Tokens {
  #hashes = new Set();

  give() {
    const token = crypto.randomBytes(32).toString("base64url");
    this.#hashes.add(Tokens.hash(token));
    return token;
  }

  knows(token) {
    return typeof token === "string" && this.#hashes.has(Tokens.hash(token));
  }

  static hash(token) {
    return crypto.createHash("sha256").update(token).digest("hex");
  }
}

const tokens = new Tokens();

async function gate(req, res, next) {
  console.log(req.method, req.originalUrl);
  const bearer = /^Bearer (.+)$/i.exec(req.get("Authorization") ?? "")?.[1];
  if (tokens.knows(req.get("Token") ?? bearer)) return next();
  throw Object.assign(new Error("please log in"), { status: 401 });
}

const orders = express.Router().use(gate);
orders.get("/", (req, res) => {
  res.json([{ id: ORDER, item: "green tea" }]);
});

const app = express();
app.use("/orders", orders);
app.post("/login", express.json(), ({ body: { name, password } = {} }, res) => {
  const right = name === "kishore" && password === PASSWORD;
  if (!right) return res.status(401).json({ error: "wrong name or password" });
  res.json({ token: tokens.give(), name });
});
app.use((error, req, res, next) => {
  res.status(error.status ?? 500).set("WWW-Authenticate", "Token").json({ error: error.message });
});
app.listen(3000);

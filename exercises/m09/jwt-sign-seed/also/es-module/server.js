import express from "express";
import jwt from "jsonwebtoken";
import { findUser } from "./users.js";

const { JWT_SECRET = "" } = process.env;
if (JWT_SECRET.length < 32) throw new Error("JWT_SECRET is too short");

const app = express();
app.post("/login", express.json(), (req, res) => {
  const user = findUser(req.body?.email, req.body?.password);
  if (!user) return res.status(401).json({ error: "no" });
  const options = { subject: `${user.id}`, expiresIn: 3600 };
  res.json({ token: jwt.sign({}, JWT_SECRET, options) });
});
app.listen(3000);

const express = require("express");
const { Router } = express;

const health = Router();
health.get("/", (req, res) => res.json({ ok: true }));

const app = express();
app.use("/health", health);
app.all("/", (req, res) => res.send("Hello Backend"));
app.listen(3000);

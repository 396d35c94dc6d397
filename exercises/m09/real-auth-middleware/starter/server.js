// A shop with one route behind the gate. `ran` counts how often it was reached.
const express = require("express");
const auth = require("./auth.js");
const app = express();
let ran = 0;

app.get("/ran", (req, res) => {
  res.json({ ran });
});

// As a database does: it answers a little later.
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 5));

app.get("/orders", auth, async (req, res) => {
  ran += 1;
  await aWhile();
  if (res.headersSent) return; // the gate has answered, and should not have come here
  res.json({ of: req.user?.sub });
});

app.listen(3000);

const express = require("express");
const front = require("./front.js"); // the shared cache before this shop
const letters = require("./letters.js");

// The checks choose both anew in every run.
const { SID = "kishore-1", ADDRESS = "a street" } = process.env;

const app = express();
app.use(express.json());

// Makes the shop fast: answers are kept for five minutes.
app.use((req, res, next) => {
  res.set("Cache-Control", "max-age=300");
  next();
});

// What follows a login is for one person: no shared cache may keep it.
function login(req, res, next) {
  res.set("Cache-Control", "private, no-cache");
  if (req.get("Cookie") === `sid=${SID}`) return next();
  res.status(401).send("Log in first");
}

app.get("/teas", (req, res) => res.json(["green", "black"]));

app.get("/account", login, (req, res) => {
  res.json({ name: "Kishore", address: ADDRESS });
});

app.get("/account/orders", login, (req, res) => {
  res.json([{ id: 7, item: "green tea", to: ADDRESS }]);
});

app.post("/letters", letters(`sid=${SID}`));

front(app).listen(3000);

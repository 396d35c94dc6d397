// The routes of the shop.
const express = require("express");
const { entries } = require("./log.js");

const orders = express.Router();
orders.get("/:id", (req, res) => {
  res.json({ order: req.params.id });
});

const shop = express.Router();
shop.use("/orders", orders);
shop.get("/cups", (req, res) => {
  res.json(["small", "large"]);
});
shop.get("/slow", async (req, res) => {
  await new Promise((done) => setTimeout(done, 60));
  res.status(202).json({ tea: "will be ready" });
});
shop.get("/broken", () => {
  throw new Error("the kettle is broken");
});
shop.get("/log", (req, res) => {
  res.json(entries);
});

module.exports = shop;

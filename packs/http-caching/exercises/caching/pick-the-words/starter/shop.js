// The routes of the shop. It says nothing about caches.
const express = require("express");
const shop = express.Router();

shop.get("/", (req, res) => res.send("loads /assets/app.3f2b.js"));
shop.get("/assets/app.3f2b.js", (req, res) => res.type("js").send("start();"));
shop.get("/assets/logo.91c0.svg", (req, res) => res.type("svg").send("<svg/>"));
shop.get("/teas", (req, res) => res.json(["green", "black", "crème"]));
shop.get("/teas/:id", (req, res) => res.json({ id: req.params.id }));
shop.get("/account", (req, res) => res.json({ name: "Ada" }));
shop.get("/account/orders", (req, res) => res.json([{ id: 7 }]));
shop.get("/accountants", (req, res) => res.send("We look for accountants."));
shop.get("/reset/:token", (req, res) => res.send("Choose a new password"));

module.exports = shop;

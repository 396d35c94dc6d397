"use strict";
const express = require("express");
const { MongoClient, ObjectId } = require("mongodb");
const { createClient } = require("redis");

const mongo = new MongoClient("mongodb://localhost:27017");
const cache = createClient({ url: "redis://localhost:6379" });
const guests = mongo.db("hall").collection("guests");
const app = express();
let visits = 0;

app.use(express.json());
app.use(async (req, res, next) => {
  await cache.incr("visits");
  next();
});

app.get("/guests", async (req, res) => {
  const all = await guests.find().sort({ name: 1 }).toArray();
  res.json({ names: all.map((guest) => guest.name) });
});

app.post("/guests", async (req, res) => {
  const guest = { _id: new ObjectId(), name: req.body.name, seats: req.body.seats };
  await guests.insertOne(guest);
  await cache.set("newest", guest.name, { EX: 60 });
  res.status(201).json({ id: guest._id });
});

async function main() {
  await cache.connect();
  await guests.createIndex({ name: 1 }, { unique: true });
  app.listen(3000);
}
main();

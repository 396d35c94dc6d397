import { randomUUID } from "node:crypto";
import express, { Router } from "express";

const LIMIT = 10 * 1024;

class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const onlyJson = (req, res, next) => {
  if (req.is("json") === false) throw new Refused(415, "application/json, please");
  next();
};

const orders = Router();
orders.post("/", onlyJson, express.json({ limit: LIMIT }), (req, res) => {
  const { items = [] } = req.body ?? {};
  if (!(items instanceof Array && items.length)) {
    throw new Refused(422, "an order needs items");
  }
  res.location("/orders/1").status(201).send({ status: "new", items, id: randomUUID() });
});

express()
  .use("/orders", orders)
  .use((error, _req, res, _next) => {
    const { status = 500, message } = error;
    res.status(status).json({ status, error: status < 500 ? message : "sorry" });
  })
  .listen(3000);

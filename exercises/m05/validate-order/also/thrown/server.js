"use strict";
const express = require("express");

class Problem extends Error {
  constructor(status, title, errors) {
    super(title);
    Object.assign(this, { status, errors });
  }
}

class Report {
  #errors = [];

  add(place, detail) {
    this.#errors.push({ detail, pointer: ["#", ...place].join("/") });
  }

  need(holds, place, detail) {
    if (!holds) this.add(place, detail);
    return holds;
  }

  throwIfAny() {
    if (this.#errors.length) throw new Problem(422, "Please look at the order again", this.#errors);
  }
}

const plain = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const between = (value, low, high) => value >= low && value <= high;

function others(report, { ...value }, place, names) {
  for (const name of names) delete value[name];
  for (const name of Object.getOwnPropertyNames(value)) report.add([...place, name], "unknown");
}

function parse(body) {
  const report = new Report();
  if (report.need(plain(body), [], "send an object")) {
    const allowed = /^(EUR|INR|USD)$/;
    const { currency, note = "", items } = body;
    report.need(typeof currency === "string" && allowed.test(currency), ["currency"], "EUR, INR, USD");
    report.need(typeof note === "string" && /^[^]{0,200}$/u.test(note), ["note"], "at most 200");
    others(report, body, [], ["items", "currency", "note"]);
    const fine = Array.isArray(items) && between(items.length, 1, 50);
    if (report.need(fine, ["items"], "1 to 50")) {
      items.forEach((item, i) => {
        if (!plain(item)) {
          report.add(["items", i, "product"], "missing");
          report.add(["items", i, "quantity"], "missing");
          return;
        }
        const { product, quantity } = item;
        others(report, item, ["items", i], ["product", "quantity"]);
        report.need(typeof product === "string" && product !== "", ["items", i, "product"], "a text");
        const whole = Number.isSafeInteger(quantity) && between(quantity, 1, 100);
        report.need(whole, ["items", i, "quantity"], "1 to 100, whole");
      });
    }
  }
  report.throwIfAny();
  const { items, currency, note } = body;
  return { items, currency, note };
}

const orders = new Map();
const router = express.Router();
router.route("/").post(express.json(), (req, res) => {
  const order = { id: orders.size + 1, ...parse(req.body) };
  orders.set(order.id, order);
  res.status(201).json(order);
});

const app = express();
app.use("/orders", router);
app.use((error, req, res, next) => {
  if (error instanceof SyntaxError) error = new Problem(400, "Please send JSON");
  if (!(error instanceof Problem)) return next(error);
  const { status, message: title, errors } = error;
  res.type("application/problem+json").status(status).json({ status, title, errors });
});
app.listen(process.env.PORT || 3000);

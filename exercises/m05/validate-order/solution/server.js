const express = require("express");
const app = express();
app.use(express.json());

const CURRENCIES = ["EUR", "INR", "USD"];
let last = 0;

const isObject = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function findMistakes(order) {
  const errors = [];
  const wrong = (pointer, detail) => errors.push({ pointer, detail });
  const refuseOthers = (value, known, place) => {
    for (const field of Object.keys(value)) {
      if (!known.includes(field)) wrong(`${place}/${field}`, "no such field");
    }
  };

  // check: every field of an order, each mistake with its place
  if (!isObject(order)) {
    wrong("#", "an object");
    return errors;
  }
  refuseOthers(order, ["items", "currency", "note"], "#");
  const { items, currency, note } = order;
  if (!CURRENCIES.includes(currency)) {
    wrong("#/currency", "one of " + CURRENCIES.join(", "));
  }
  if (note !== undefined) {
    if (typeof note !== "string" || [...note].length > 200) {
      wrong("#/note", "a text of at most 200 characters");
    }
  }
  if (!Array.isArray(items) || items.length < 1 || items.length > 50) {
    wrong("#/items", "a list of 1 to 50 items");
    return errors;
  }

  // check: every item, and what is not known
  for (const [i, item] of items.entries()) {
    const place = "#/items/" + i;
    if (!isObject(item)) {
      wrong(place, "an object");
      continue;
    }
    refuseOthers(item, ["product", "quantity"], place);
    const { product, quantity } = item;
    if (typeof product !== "string" || product === "") {
      wrong(place + "/product", "a text that is not empty");
    }
    if (!Number.isInteger(quantity) || quantity < 1 || quantity > 100) {
      wrong(place + "/quantity", "a whole number from 1 to 100");
    }
  }
  return errors;
}

function problem(res, status, title, errors) {
  res.status(status).type("application/problem+json");
  res.json({ title, status, errors });
}

// answer: the order, or all mistakes at once
app.post("/orders", (req, res) => {
  const errors = findMistakes(req.body);
  if (errors.length > 0) {
    return problem(res, 422, "The order has mistakes", errors);
  }
  last += 1;
  const { items, currency, note } = req.body;
  res.status(201).json({ id: last, items, currency, note });
});

// broken JSON: the same form
app.use((err, req, res, next) => {
  if (err.type !== "entity.parse.failed") return next(err);
  problem(res, 400, "The body is not JSON");
});

app.listen(3000);

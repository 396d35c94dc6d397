const express = require("express");
const app = express();
app.use(express.json());

let last = 0;
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

function firstMistake(order) {
  if (!isObject(order)) return { pointer: "#", detail: "an object" };
  for (const field of Object.keys(order)) {
    if (!["items", "currency", "note"].includes(field)) {
      return { pointer: "#/" + field, detail: "no such field" };
    }
  }
  const { items, currency, note = "" } = order;
  if (!Array.isArray(items) || items.length < 1 || items.length > 50) {
    return { pointer: "#/items", detail: "1 to 50 items" };
  }
  for (const [i, item] of items.entries()) {
    if (!isObject(item)) return { pointer: "#/items/" + i, detail: "an object" };
    for (const field of Object.keys(item)) {
      if (!["product", "quantity"].includes(field)) {
        return { pointer: `#/items/${i}/${field}`, detail: "no such field" };
      }
    }
    if (typeof item.product !== "string" || item.product === "") {
      return { pointer: `#/items/${i}/product`, detail: "a text" };
    }
    if (!Number.isInteger(item.quantity) || item.quantity < 1 || item.quantity > 100) {
      return { pointer: `#/items/${i}/quantity`, detail: "a whole number from 1 to 100" };
    }
  }
  if (!["EUR", "INR", "USD"].includes(currency)) {
    return { pointer: "#/currency", detail: "EUR, INR or USD" };
  }
  if (typeof note !== "string" || [...note].length > 200) {
    return { pointer: "#/note", detail: "a text of at most 200 characters" };
  }
}

app.post("/orders", (req, res) => {
  const mistake = firstMistake(req.body);
  if (mistake) {
    res.status(422).type("application/problem+json");
    return res.json({ title: "The order has a mistake", status: 422, errors: [mistake] });
  }
  last += 1;
  res.status(201).json({ id: last, ...req.body });
});
app.use((err, req, res, next) => {
  if (err.type !== "entity.parse.failed") return next(err);
  res.status(400).type("application/problem+json");
  res.json({ title: "The body is not JSON", status: 400 });
});
app.listen(3000);

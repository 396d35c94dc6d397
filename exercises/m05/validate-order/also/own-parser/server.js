const express = require("express");
const app = express();

let orders = [];
const answer = (res, status, title, errors) =>
  res
    .status(status)
    .type("application/problem+json; charset=utf-8")
    .send(Buffer.from(JSON.stringify({ errors, status, title, detail: title + "." })));

app.post("/orders", express.text({ type: () => true }), (req, res) => {
  let order;
  try {
    order = JSON.parse(req.body);
  } catch {
    return answer(res, 400, "This is not JSON");
  }

  const errors = {};
  const said = (pointer, detail) => (errors[pointer] ??= detail);
  if (order === null || Array.isArray(order) || typeof order !== "object") order = {};
  for (const key in order) {
    switch (key) {
      case "items":
      case "currency":
      case "note":
        break;
      default:
        said("#/" + key, "leave it out");
    }
  }

  if (!new Set(["USD", "EUR", "INR"]).has(order.currency)) said("#/currency", "USD, EUR or INR");
  if ("note" in order) {
    let length = 0;
    if (typeof order.note === "string") for (const _ of order.note) length += 1;
    else length = Infinity;
    if (length > 200) said("#/note", "too long, or no text");
  }
  if (!Array.isArray(order.items)) said("#/items", "a list");
  else {
    if (order.items.length === 0) said("#/items", "one item or more");
    if (order.items.length > 50) said("#/items", "50 items or fewer");
    for (const index in order.items) {
      const item = order.items[index];
      const at = `#/items/${index}`;
      if (typeof item !== "object" || item === null) {
        said(at, "an object");
        continue;
      }
      const { product, quantity, ...rest } = item;
      Object.keys(rest).forEach((key) => said(`${at}/${key}`, "leave it out"));
      if (!product || typeof product !== "string") said(`${at}/product`, "a name");
      const small = [...Array(101).keys()].slice(1);
      if (!small.includes(quantity)) said(`${at}/quantity`, "1, 2, 3 and so on to 100");
    }
  }

  const list = Object.entries(errors).map(([pointer, detail]) => ({ pointer, detail }));
  if (list.length) return answer(res, 422, "Some fields are wrong", list);
  orders = [...orders, order];
  res.status(201).json({ order: "taken", ...order, id: "o-" + orders.length });
});

app.listen(3000);

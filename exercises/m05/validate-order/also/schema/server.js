import express from "express";
import { randomUUID } from "node:crypto";

// A schema is a function that yields mistakes.
const rule = (holds, detail) =>
  function* (value, pointer) {
    if (!holds(value)) yield { pointer, detail };
  };

const optional = (schema) =>
  function* (value, pointer) {
    if (value !== undefined) yield* schema(value, pointer);
  };

const object = (fields) => {
  const known = new Map(Object.entries(fields));
  return function* (value, pointer) {
    if (Object.prototype.toString.call(value) !== "[object Object]") {
      yield { pointer, detail: "must be an object" };
      return;
    }
    for (const [name, schema] of known) {
      const own = Object.hasOwn(value, name) ? value[name] : undefined;
      yield* schema(own, `${pointer}/${name}`);
    }
    for (const name in value) {
      if (!known.has(name)) yield { pointer: `${pointer}/${name}`, detail: "is not known" };
    }
  };
};

const list = (min, max, schema) =>
  function* (value, pointer) {
    if (!(value instanceof Array) || value.length < min || value.length > max) {
      yield { pointer, detail: `must be a list of ${min} to ${max}` };
    } else {
      for (let i = 0; i < value.length; i += 1) yield* schema(value[i], `${pointer}/${i}`);
    }
  };

const order = object({
  currency: rule((v) => v === "EUR" || v === "INR" || v === "USD", "must be EUR, INR or USD"),
  note: optional(
    rule((v) => typeof v === "string" && Array.from(v).length <= 200, "must be a short text"),
  ),
  items: list(1, 50, object({
    product: rule((v) => typeof v === "string" && v.length > 0, "must be a name"),
    quantity: rule(
      (v) => typeof v === "number" && v % 1 === 0 && v >= 1 && v <= 100,
      "must be whole, 1 to 100",
    ),
  })),
});

const app = express();
app.disable("x-powered-by");
app.post("/orders", express.json(), (req, res) => {
  const errors = [...order(req.body, "#")];
  if (errors.length === 0) {
    const stored = { ...req.body, id: randomUUID() };
    return res.location(`/orders/${stored.id}`).status(201).send(stored);
  }
  const body = { type: "about:blank", title: "Unprocessable Content", status: 422, errors };
  res.status(422).set("Content-Type", "application/problem+json").send(JSON.stringify(body));
});

app.use((error, req, res, next) => {
  const status = error.status ?? 500;
  const title = status === 400 ? "The JSON is broken" : "Not possible";
  res.status(status).set("content-type", "application/problem+json");
  res.end(JSON.stringify({ status, title, errors: [] }));
});

app.listen(3000, () => console.log("validating"));

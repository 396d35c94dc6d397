// An Express application that reads JSON; `read`, the checker of the page before; and `post`,
// which sends a body and prints status, format and body of the answer.
import express from "express";

const app = express();
app.set("env", "test");
app.use(express.json());

const rules = {
  quantity: [(v) => Number.isInteger(v) && v >= 1 && v <= 100, "a whole number from 1 to 100"],
  currency: [(v) => ["EUR", "INR"].includes(v), "EUR or INR"],
};

function read(body) {
  const errors = [];
  const order = {};
  const wrong = (field, detail) => errors.push({ pointer: "#/" + field, detail });
  for (const field of Object.keys(body)) {
    if (!Object.hasOwn(rules, field)) wrong(field, "no such field");
  }
  for (const [field, [holds, words]] of Object.entries(rules)) {
    if (holds(body[field])) order[field] = body[field];
    else wrong(field, words);
  }
  return { order, errors };
}

const server = app.listen(3000);
server.unref();

async function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch("http://localhost:3000" + path, { method: "POST", headers, body });
  const [type] = (answer.headers.get("content-type") ?? "").split(";");
  console.log(answer.status, type);
  for (const [name, value] of Object.entries(await answer.json())) {
    if (!Array.isArray(value)) console.log(`  ${name}: ${value}`);
    else for (const part of value) console.log(`  ${name}: ${part.pointer}  ${part.detail}`);
  }
}

// An API of products, and the parts of the lesson: `get` asks it, `compare` says what in a value does
// not fit a schema, `send` prints an answer with the headers that are named.
import express from "express";

const products = [
  { id: 1, name: "Green tea", price: 320, note: "loose" },
  { id: 2, name: "Sieve", price: 450, note: null },
  { id: 3, name: "Kettle", price: 3900, was: 4500, note: "" },
];

const app = express();
app.get("/products/:id", (req, res) => {
  res.json(products.find((product) => product.id === Number(req.params.id)));
});
const server = app.listen(3000);
server.unref();

const get = async (path) => (await fetch("http://localhost:3000" + path)).json();

async function send(path, ...names) {
  const answer = await fetch("http://localhost:3000" + path);
  const shown = `GET ${path}`.padEnd(18) + answer.status;
  console.log(answer.ok ? shown + " " + (await answer.text()) : shown);
  for (const name of names) console.log(`  ${name}: ${answer.headers.get(name)}`);
}

const types = {
  integer: Number.isInteger,
  string: (value) => typeof value === "string",
  null: (value) => value === null,
};

function compare(schema, value) {
  const missing = schema.required.filter((name) => !(name in value)).map((name) => `${name} is missing`);
  const others = Object.entries(value).flatMap(([name, part]) => {
    const field = schema.properties[name];
    if (!field) return [`${name} is described nowhere`];
    const allowed = [field.type].flat();
    return allowed.some((type) => types[type](part)) ? [] : [`${name} is ${part}, not ${allowed.join(" or ")}`];
  });
  return [...missing, ...others];
}

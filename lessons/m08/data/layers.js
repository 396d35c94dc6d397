// The shop's database, an Express application, and `post`, which sends JSON and prints the answer.
import { DatabaseSync } from "node:sqlite";
import express from "express";

const db = new DatabaseSync(":memory:");
db.exec(`
  CREATE TABLE products (
    id INTEGER PRIMARY KEY, stock INTEGER NOT NULL CHECK (stock >= 0));
  CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
  CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users,
    product_id INTEGER NOT NULL REFERENCES products
  );
  INSERT INTO products VALUES (7, 1);
  INSERT INTO users VALUES (1, 'Amara');
`);

const app = express();
app.set("env", "test");
app.use(express.json());

const server = app.listen(3000);
server.unref();

async function post(path, body) {
  const answer = await fetch("http://localhost:3000" + path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  console.log(answer.status, await answer.text());
}

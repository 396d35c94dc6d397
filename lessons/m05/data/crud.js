// An Express application with one note in a Map, and `send`, which sends a request and prints
// the answer with its Location.
import express from "express";

const app = express();
app.use(express.json());
const notes = new Map([[1, { id: 1, title: "Tea", tag: "shop" }]]);

const server = app.listen(3000);
server.unref();

async function send(method, path, body) {
  const headers = { "Content-Type": "application/json" };
  const sent = body ? { method, headers, body: JSON.stringify(body) } : { method };
  const answer = await fetch("http://localhost:3000" + path, sent);
  const place = answer.headers.get("location");
  const text = await answer.text();
  const shown = `${method} ${path}`.padEnd(17) + " " + answer.status;
  console.log([shown, place && "Location: " + place, text].filter(Boolean).join("  "));
}

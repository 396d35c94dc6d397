// An Express application; `post`, which sends a body to /orders and prints status and answer;
// and `status`, which sends one and gives the status.
// Errors are answered and not logged, so that only the answers are seen.
import express from "express";

const app = express();
app.set("env", "test");

const server = app.listen(3000);
server.unref();

async function send(type, body) {
  const headers = type ? { "Content-Type": type } : {};
  return await fetch("http://localhost:3000/orders", { method: "POST", headers, body });
}

async function post(name, type, body) {
  const answer = await send(type, body);
  console.log(name.padEnd(10), answer.status, "", await answer.text());
}

async function status(type, body) {
  return (await send(type, body)).status;
}

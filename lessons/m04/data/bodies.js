// An Express application, and `post`, which sends a body to /orders and prints status and answer.
// Errors are answered and not logged, so that only the answers are seen.
import express from "express";

const app = express();
app.set("env", "test");

const server = app.listen(3000);
server.unref();

async function post(name, type, body) {
  const headers = type ? { "Content-Type": type } : {};
  const sent = { method: "POST", headers, body };
  const answer = await fetch("http://localhost:3000/orders", sent);
  const text = await answer.text();
  const html = answer.headers.get("content-type")?.startsWith("text/html");
  const shown = html && text.includes("<html") ? "(a page of HTML)" : text;
  console.log(name.padEnd(10), answer.status, "", shown);
}

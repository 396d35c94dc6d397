// An Express application, and `get`, which asks for a path and prints status and answer.
// Errors are answered and not logged, unless the program logs them itself.
import fs from "node:fs";
import express from "express";

const app = express();
app.set("env", "test");

const server = app.listen(3000);
server.unref();

async function get(path) {
  const answer = await fetch("http://localhost:3000" + path);
  const text = await answer.text().catch(() => "(cut off: no end came)");
  const shown = text.includes("<html") ? "(a page of HTML)" : text;
  console.log(path.padEnd(10), answer.status, "", shown);
}

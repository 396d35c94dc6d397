// An Express application; `get`, which asks for a path; and `show`, which prints the answer too.
// Errors are answered and not logged, unless the program logs them itself.
import fs from "node:fs";
import express from "express";

const app = express();
app.set("env", "test");

const server = app.listen(3000);
server.unref();

async function get(path) {
  return await fetch("http://localhost:3000" + path);
}

async function show(path) {
  const answer = await get(path);
  const text = await answer.text().catch(() => "(cut off: no end came)");
  console.log(path.padEnd(10), answer.status, "", text);
}

// The context of asynchronous code through servers, clients and fetch.
"use strict";

const http = require("http");
const { AsyncLocalStorage } = require("async_hooks");

const storage = new AsyncLocalStorage();
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let lastId = 0;

const server = http.createServer((request, response) => {
  lastId += 1;
  const id = `${lastId} ${request.url}`;
  storage.run(id, async () => {
    request.on("data", () => {});
    await wait(request.url === "/a" ? 20 : 5);
    const body = await bodyOf(request);
    response.on("finish", () => console.log("finish", storage.getStore() === id));
    response.end(`${storage.getStore() === id} ${body.length}`);
  });
});

async function bodyOf(request) {
  let text = "";
  request.resume();
  for await (const chunk of request) text += chunk;
  return text;
}

server.listen(0, async () => {
  const base = `http://localhost:${server.address().port}`;
  const ask = (name) => storage.run(name, async () => {
    const answer = await fetch(base + name, { method: "POST", body: "x".repeat(10) });
    const text = await answer.text();
    return [name, storage.getStore(), text.startsWith("true")];
  });
  console.log(await Promise.all(["/a", "/b", "/c"].map(ask)));
  await storage.run("get", () => new Promise((resolve) => {
    http.get(`${base}/get`, (answer) => {
      console.log("response", storage.getStore());
      answer.on("data", () => console.log("data", storage.getStore()));
      answer.on("end", () => resolve(console.log("end", storage.getStore())));
    });
  }));
  console.log(storage.getStore());
  server.close();
});

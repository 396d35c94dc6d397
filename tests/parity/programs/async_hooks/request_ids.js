// Each request keeps its own id through timers, promises, events and callbacks.
const { AsyncLocalStorage, AsyncResource } = require("node:async_hooks");
const { EventEmitter } = require("node:events");
const http = require("node:http");
const context = new AsyncLocalStorage();
const lines = [];
const log = (word) => lines.push(`${context.getStore()?.id ?? "-"} ${word}`);
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const bus = new EventEmitter();
bus.on("order", () => log("event"));

async function handle(ms) {
  log("start");
  await wait(ms);
  log("after wait");
  await Promise.all([wait(1).then(() => log("then")), new Promise((resolve) => setImmediate(() => { log("immediate"); resolve(); }))]);
  bus.emit("order");
  queueMicrotask(() => log("microtask"));
  process.nextTick(() => log("tick"));
}
const server = http.createServer((req, res) => {
  context.run({ id: req.url.slice(1) }, async () => {
    req.on("close", () => log("closed"));
    await handle(req.url === "/a" ? 20 : 5);
    res.end(context.getStore().id);
  });
});
server.listen(0, async () => {
  const base = `http://localhost:${server.address().port}`;
  const texts = await Promise.all(["/a", "/b"].map(async (path) => (await fetch(base + path)).text()));
  console.log(texts, context.getStore());
  await wait(5);
  for (const id of ["a", "b", "-"]) console.log(id, lines.filter((line) => line.startsWith(`${id} `)).map((line) => line.slice(2)).filter((word) => word !== "closed"));
  server.close();
});

context.run(1, () => {
  console.log(context.getStore(), context.run(2, () => context.getStore()), context.exit(() => context.getStore()), context.getStore());
  const bound = AsyncResource.bind(() => context.getStore());
  const snapshot = AsyncLocalStorage.snapshot();
  context.run(3, () => console.log(bound(), snapshot(() => context.getStore()), context.getStore()));
});
try { context.run(5, () => { throw new Error("inside"); }); } catch (error) { console.log(error.message, context.getStore()); }
const two = new AsyncLocalStorage();
context.run("x", () => two.run("y", () => Promise.resolve().then(() => console.log(context.getStore(), two.getStore()))));

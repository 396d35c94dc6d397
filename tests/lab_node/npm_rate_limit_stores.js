"use strict";

// express-rate-limit: where the counts are kept, and how they are taken back.
const limits = require("express-rate-limit");
const { ask, shown, steady } = require("./middleware/ask");

const { rateLimit, MemoryStore } = limits;
console.warn = (...words) => console.log("  warn:", words.map(shown).join(" "));
console.error = (...words) => console.log("  error:", words.map(shown).join(" "));

const limited = (options) => (app) => {
  app.use(rateLimit(options));
  app.get("/bad", (req, res) => res.status(500).end("bad"));
  app.get("/", (req, res) => res.send(JSON.stringify(req.rateLimit ?? "none")));
};

class Store {
  constructor(more) {
    Object.assign(this, more);
    this.hits = {};
  }

  increment(key) {
    console.log("  increment", key);
    this.hits[key] = (this.hits[key] ?? 0) + 1;
    return { totalHits: this.hits[key], resetTime: new Date(Date.now() + 5000) };
  }

  decrement(key) {
    console.log("  decrement", key);
    this.hits[key] -= 1;
  }

  resetKey(key) {
    console.log("  reset", key);
    delete this.hits[key];
  }
}

const old = (incr) => ({ incr, decrement() {}, resetKey() {} });
const down = () => { throw new Error("down"); };

async function go() {
  console.log(Object.keys(limits), limits.SECOND, limits.MINUTE, limits.HOUR, limits.DAY, limits.default === limits, rateLimit === limits);
  await ask("own store", limited({ limit: 1, store: new Store() }), ["/", "/"]);
  await ask("taken back", limited({ skipFailedRequests: true, store: new Store() }), ["/bad", "/"]);
  await ask("of old", limited({ limit: 1, store: old((key, done) => done(null, 2, new Date(Date.now() + 3000))) }), ["/"]);
  await ask("of old, error", limited({ store: old((key, done) => done(new Error("old"))) }), ["/"]);
  await ask("down", limited({ store: new Store({ increment: down }) }), ["/"]);
  await ask("down, passes", limited({ passOnStoreError: true, store: new Store({ increment: down }) }), ["/", "/"]);
  await ask("rejects, passes", limited({ passOnStoreError: true, store: new Store({ increment: async () => down() }) }), ["/"]);
  const logger = { warn() {}, error: (...words) => console.log("  own:", words.map(shown).join(" ")) };
  await ask("down, passes, own log", limited({ logger, passOnStoreError: true, store: new Store({ increment: down }) }), ["/"]);
  await ask("init", limited({ store: new Store({ init: (options) => console.log("  init", Object.keys(options).join()) }) }), ["/"]);
  await ask("init throws", limited({ store: new Store({ init: down }) }), ["/"]);
  await ask("init rejects", limited({ store: new Store({ init: async () => down() }) }), ["/"]);
  const functions = (...names) => Object.fromEntries(names.map((name) => [name, () => {}]));
  for (const store of [
    {}, functions("increment"), functions("increment", "decrement"), functions("incr", "decrement", "resetKey"), { ...functions("increment", "decrement", "resetKey"), resetAll: 5 },
    { ...functions("increment", "decrement", "resetKey"), init: 5 }, 5, "x", null,
  ]) await ask(`store ${store && typeof store === "object" ? Object.keys(store) : store}`, limited({ store }), []);
  await ask("store without an answer", limited({ store: functions("increment", "decrement", "resetKey") }), ["/"]);

  const limit = rateLimit({ limit: 1 });
  console.log(Object.keys(limit), limit.name === "", limit.length, rateLimit.name, rateLimit.length);
  await ask("reset", (app) => (app.use(limit), app.get("/", (req, res) => res.send("ok"))), ["/", "/"]);
  console.log(limit.getKey("127.0.0.1") instanceof Promise, steady(JSON.stringify(await limit.getKey("127.0.0.1"))), await limit.getKey("none"));
  console.log(await limit.resetKey("127.0.0.1"), await limit.getKey("127.0.0.1"));
  const own = rateLimit({ store: new Store() });
  own.resetKey("k");
  try {
    own.getKey("k");
  } catch (error) {
    console.log(shown(error));
  }

  const memory = new MemoryStore();
  console.log(memory, Object.getOwnPropertyNames(MemoryStore.prototype));
  memory.init({ windowMs: 300 });
  console.log((await memory.increment("a")).totalHits, (await memory.increment("a")).totalHits, (await memory.get("a")).totalHits, memory.interval.hasRef());
  for (const _ of [1, 2, 3]) await memory.decrement("a");
  console.log((await memory.get("a")).totalHits, await memory.get("b"));
  await memory.resetAll();
  console.log(await memory.get("a"), memory.current.size);
  await memory.increment("stays");
  const next = rateLimit({ windowMs: 300, limit: 1, validate: false });
  const asked = async () => {
    const answer = { statusCode: 200, setHeader() {}, status(code) { this.statusCode = code; return this; }, send() {} };
    await next({ ip: "1.1.1.1", headers: {} }, answer, () => {});
    return answer.statusCode;
  };
  console.log(await asked(), await asked());
  await new Promise((done) => setTimeout(done, 500));
  console.log(await asked(), await asked(), await memory.get("stays"), memory.current.size);
  console.log((await memory.increment("stays")).totalHits);
  memory.shutdown();
  console.log(memory.current.size, memory.previous.size);
}

go();

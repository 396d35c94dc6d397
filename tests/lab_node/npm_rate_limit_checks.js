"use strict";

// express-rate-limit: what it warns of, once for each limit, and what it refuses.
const { rateLimit, ipKeyGenerator, MemoryStore } = require("express-rate-limit");
const { ask, shown } = require("./middleware/ask");

const tell = (kind) => (...words) => {
  const said = words.map((word) => (word instanceof Error ? `${word} ${word.code ?? ""} ${word.help ?? ""} ${Object.keys(word)}` : word));
  console.log(`  ${kind}: ${said.join(" ")}`);
};
console.warn = tell("warn");
console.error = tell("error");

const limited = (options, settings = {}) => (app) => {
  for (const [name, value] of Object.entries(settings)) app.set(name, value);
  app.use(rateLimit(options));
  app.get("/", (req, res) => res.send(JSON.stringify(req.rateLimit)));
};
const from = (address) => ({ path: "/", headers: { "x-forwarded-for": address } });

class Store {
  constructor(more) {
    Object.assign(this, more);
    this.hits = {};
  }

  increment(key) {
    this.hits[key] = (this.hits[key] ?? 0) + 1;
    return { totalHits: this.hits[key], resetTime: new Date(Date.now() + 5000) };
  }

  decrement() {}

  resetKey() {}
}

async function go() {
  await ask("forwarded for, no proxy", limited(), [from("1.2.3.4"), from("1.2.3.4")]);
  await ask("only the first request is looked at", limited(), ["/", from("1.2.3.4")]);
  await ask("own key", limited({ keyGenerator: () => "k" }), [from("1.2.3.4")]);
  await ask("forwarded", limited(), [{ path: "/", headers: { forwarded: "for=1.2.3.4" } }]);
  await ask("forwarded, proxy", limited({}, { "trust proxy": 1 }), [{ path: "/", headers: { forwarded: "for=1.2.3.4", "x-forwarded-for": "1.2.3.4" } }]);
  await ask("every proxy", limited({}, { "trust proxy": true }), [from("1.2.3.4")]);
  await ask("one proxy", limited({}, { "trust proxy": 1 }), ["1.2.3.4", "2001:db8:1:2:3::1", "::ffff:1.2.3.4"].map(from));
  await ask("one proxy and a port", limited({}, { "trust proxy": 1 }), [from("1.2.3.4:80"), from("1.2.3.4:80")]);
  await ask("one proxy and no address", limited({}, { "trust proxy": 1 }), [from("garbage")]);
  await ask("subnet", limited({ ipv6Subnet: 64 }, { "trust proxy": 1 }), [from("2001:db8:1:2:3::1")]);
  await ask("subnet function", limited({ ipv6Subnet: async () => 48 }, { "trust proxy": 1 }), [from("2001:db8:1:2:3::1")]);
  await ask("no subnet", limited({ ipv6Subnet: false }, { "trust proxy": 1 }), [from("2001:db8:1:2:3::1")]);
  for (const ipv6Subnet of [0, 31, 65, 48.5, -1, "64", true, null]) await ask(`subnet ${ipv6Subnet}`, limited({ ipv6Subnet }), []);
  await ask("subnet and own key", limited({ ipv6Subnet: 64, keyGenerator: () => "k" }), []);
  await ask("no address", (app) => {
    app.use((req, res, next) => (Object.defineProperty(req, "ip", { value: undefined }), next()));
    limited()(app);
  }, ["/"]);
  for (const keyGenerator of [
    (req) => req.ip, (request) => request.ip, (req) => ipKeyGenerator(req.ip), (req) => req["ip"], ({ ip }) => ip, (r) => r.ip, (req) => req.ips[0], (req) => req?.ip,
  ]) await ask(`key ${keyGenerator}`, limited({ keyGenerator }), []);
  await ask("no checks", limited({ validate: false, nope: 1 }), [from("1.2.3.4")]);
  await ask("not this check", limited({ validate: { xForwardedForHeader: false } }), [from("1.2.3.4")]);
  await ask("only this check", limited({ validate: { default: false, xForwardedForHeader: true }, nope: 1 }), [from("1.2.3.4")]);
  await ask("no such check", limited({ validate: { nope: true, nor: false } }), []);
  await ask("no such option", limited({ nope: 1, nor: 2 }), []);
  await ask("options of old", limited({ draft_polli_ratelimit_headers: true, onLimitReached() {} }), []);
  for (const limit of [0, () => 0]) await ask(`none allowed: ${limit}`, limited({ limit }), ["/", "/"]);
  for (const windowMs of [0, 1.5, 2 ** 31 - 1, "5", null]) await ask(`window ${windowMs}`, limited({ windowMs }), []);
  for (const standardHeaders of ["draft-9", 1]) await ask(`standard ${standardHeaders}`, limited({ standardHeaders }), ["/", "/"]);

  await ask("made while answering", (app) => app.get("/", (req, res, next) => rateLimit()(req, res, next)), ["/"]);
  await ask("made while answering, own store", (app) => app.get("/", (req, res, next) => rateLimit({ store: new Store() })(req, res, next)), ["/"]);
  await ask("made while answering, own local store", (app) => app.get("/", (req, res, next) => rateLimit({ store: new Store({ localKeys: true }) })(req, res, next)), ["/"]);
  await ask("made later", (app) => app.get("/", (req, res, next) => setTimeout(() => rateLimit()(req, res, next))), ["/"]);
  const pair = (first, second) => (app) => {
    app.use(rateLimit({ limit: 9, store: first }));
    app.use(rateLimit({ limit: 9, store: second }));
    app.get("/", (req, res) => res.send(`${req.rateLimit.used}`));
  };
  const memory = new MemoryStore();
  await ask("one store in memory", pair(memory, memory), ["/"]);
  const own = new Store();
  await ask("one own store", pair(own, own), ["/"]);
  await ask("two in memory", pair(new MemoryStore(), new MemoryStore()), ["/"]);
  await ask("two own stores", pair(new Store(), new Store()), ["/"]);
  await ask("two own stores, local", pair(new Store({ localKeys: true }), new Store({ localKeys: true })), ["/"]);
  await ask("two own stores, prefixes", pair(new Store({ prefix: "a:" }), new Store({ prefix: "b:" })), ["/"]);
  await ask("two own stores, one prefix", pair(new Store({ prefix: "a:" }), new Store({ prefix: "a:" })), ["/"]);
  await ask("one limit twice", (app) => {
    const limit = rateLimit();
    app.use(limit, limit);
    limited()(app);
  }, ["/", "/"]);
  for (const totalHits of [0, -1, 1.5, "2", undefined, NaN]) {
    await ask(`hits ${totalHits}`, limited({ store: new Store({ increment: () => ({ totalHits, resetTime: new Date(8e12) }) }) }), ["/"]);
  }
  for (const standardHeaders of ["draft-6", "draft-7", "draft-8", false]) {
    const store = new Store({ increment: () => ({ totalHits: 2 }) });
    await ask(`no time of reset ${standardHeaders}`, limited({ standardHeaders, limit: 1, store }), ["/"]);
  }

  const logger = { warn: tell("own warn"), error: tell("own error") };
  await ask("own log", limited({ logger, limit: 0 }), [from("1.2.3.4")]);
  for (const wrong of [{}, 5, { warn() {} }, { warn: 1, error: 2 }]) await ask("wrong log", limited({ logger: wrong }), []);
  await ask("no log", limited({ logger: null, limit: 0 }), ["/"]);
  for (const options of [null, undefined, 5, "x"]) await ask(`options ${options}`, limited(options), ["/"]);
  try {
    await rateLimit({ keyGenerator: () => { throw new Error("caught"); } })({}, {}, (error) => console.log("next", shown(error)));
  } catch (error) {
    console.log("not caught", shown(error));
  }
}

go();

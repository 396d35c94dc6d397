"use strict";

// express-rate-limit: what is counted, what is told in headers, and what is answered.
const { rateLimit, ipKeyGenerator } = require("express-rate-limit");
const { ask } = require("./middleware/ask");

const times = (count, what = "/") => new Array(count).fill(what);
const limited = (options) => (app) => {
  app.use(rateLimit(options));
  app.get("/bad", (req, res) => res.status(400).send("bad"));
  app.get("/", (req, res) => res.send(JSON.stringify(req.rateLimit ?? "none")));
};

async function go() {
  await ask("usual", limited(), times(6));
  await ask("limit", limited({ limit: 1 }), times(2));
  await ask("max", limited({ max: 2 }), times(3));
  await ask("limit before max", limited({ limit: 1, max: 2 }), times(2));
  await ask("limit undefined", limited({ limit: undefined, max: 2 }), times(1));
  for (const standardHeaders of [true, "draft-6", "draft-7", "draft-8", false]) {
    await ask(`standard ${standardHeaders}`, limited({ limit: 1, windowMs: 90_500, standardHeaders, legacyHeaders: false }), times(2));
  }
  await ask("both kinds", limited({ limit: 1, standardHeaders: "draft-8" }), times(2));
  await ask("old name of legacyHeaders", limited({ headers: false }), times(1));
  await ask("identifier", limited({ standardHeaders: "draft-8", identifier: "an id" }), times(1));
  await ask("identifier function", limited({ standardHeaders: "draft-8", identifier: async (req) => `of ${req.url}` }), times(1));
  for (const windowMs of [1, 500, 1500, 59_999, 60_000, 61_000, 120_000, 3_600_000, 5_400_000, 7_200_000, 86_400_000, 259_200_000]) {
    await ask(`window ${windowMs}`, (app) => {
      app.use(rateLimit({ windowMs, standardHeaders: "draft-8", legacyHeaders: false }));
      app.get("/", (req, res) => res.send(res.get("RateLimit-Policy")));
    }, windowMs < 1000 ? [] : times(1));
  }
  await ask("two limits", (app) => {
    app.use(rateLimit({ limit: 5, standardHeaders: "draft-8", legacyHeaders: false }));
    app.use(rateLimit({ limit: 9, windowMs: 3_600_000, standardHeaders: "draft-8", legacyHeaders: false }));
    app.get("/", (req, res) => res.send("ok"));
  }, times(1));
  for (const message of [{ error: 1 }, 42, null, "own words", async (req) => `asked ${req.url}`, () => undefined, (req, res) => { res.send("sent"); }]) {
    await ask(`message ${message}`, limited({ limit: 1, message }), times(2));
  }
  await ask("message throws", limited({ limit: 1, message() { throw new Error("no words"); } }), times(2));
  await ask("status", limited({ limit: 1, statusCode: 503 }), times(2));
  await ask("limit function", limited({ limit: async (req) => (req.headers.plan === "big" ? 3 : 1) }), [...times(2), ...times(2, { path: "/", headers: { plan: "big" } })]);
  for (const limit of [-1, "2", NaN, 2.5]) await ask(`limit ${limit}`, limited({ limit }), times(3));
  await ask("property", (app) => {
    app.use(rateLimit({ requestPropertyName: "left" }));
    app.get("/", (req, res) => res.send(`${JSON.stringify(req.left)} ${req.left.current} ${Object.keys(req.left)} ${req.rateLimit}`));
  }, times(1));
  const keyed = { limit: 1, keyGenerator: async (req) => req.headers.key };
  await ask("key", limited(keyed), ["a", "b", "a"].map((key) => ({ path: "/", headers: { key } })).concat(times(1)));
  await ask("key throws", limited({ async keyGenerator() { throw new Error("no key"); } }), times(1));
  await ask("skip", limited({ limit: 1, skip: async (req) => req.headers.free === "1" }), ["/", { path: "/", headers: { free: "1" } }, "/"]);
  await ask("skip throws", limited({ skip() { throw new Error("no skip"); } }), times(1));
  await ask("good ones free", limited({ limit: 2, skipSuccessfulRequests: true }), ["/", "/", "/bad", "/bad", "/", "/bad"]);
  await ask("bad ones free", limited({ limit: 2, skipFailedRequests: true }), ["/bad", "/bad", "/bad", "/", "/", "/", "/"]);
  const turned = { limit: 2, skipSuccessfulRequests: true, requestWasSuccessful: async (req, res) => res.statusCode === 400 };
  await ask("what good is", limited(turned), ["/bad", "/bad", "/bad", "/", "/", "/"]);
  await ask("handler", limited({ limit: 1, handler: (req, res, next, used) => res.status(used.statusCode).json(Object.keys(used)) }), times(2));
  await ask("handler goes on", limited({ limit: 1, handler: (req, res, next) => next() }), times(2));
  await ask("handler fails", limited({ limit: 1, handler: (req, res, next) => next(new Error("too many")) }), times(2));
  for (const retryAfter of [7, 0, async () => 9]) await ask(`retry after ${retryAfter}`, limited({ limit: 1, retryAfter }), times(2));
  await ask("no headers", limited({ limit: 1, retryAfter: 5, legacyHeaders: false }), times(2));

  const said = [];
  const step = (name, value) => () => (said.push(name), value);
  await ask("in what order", limited({
    limit: step("limit", 1), skip: step("skip", false), keyGenerator: step("key", "k"), identifier: step("identifier", "i"), message: step("message", "m"),
    retryAfter: step("retryAfter", 1), standardHeaders: "draft-8",
  }), times(2));
  console.log(said.join());

  for (const [ip, bits] of [
    ["1.2.3.4"], ["2001:db8:1:2:3:4:5:6"], ["::1"], ["::ffff:1.2.3.4"], ["::ffff:102:304", 64], ["::1.2.3.4", 128], ["2001:DB8::A", 128], ["fe80::1%eth0"],
    ["fe80::1%eth0", false], ["garbage"], [""], [undefined], ["::"], ["1:0:2:3:4:5:6:7", 128], ["1:0:0:3:0:0:6:7", 128], ["1:0:0:3:0:0:0:7", 128],
    ["0:1:0:0:0:0:0:0", 128], ["64:ff9b::1.2.3.4", 128], ["2001:db8::1", "56"],
  ]) console.log(ip, bits, ipKeyGenerator(ip, bits));
  for (const bits of [0, 1, 32, 33, 48, 60, 63, 64, 127, 128, false]) console.log(bits, ipKeyGenerator("2001:db8:abcd:ef12:3456:789a:bcde:f012", bits));
  try {
    ipKeyGenerator("::5", 129);
  } catch (error) {
    console.log(error.name, error.message);
  }
}

go();

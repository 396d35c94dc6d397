// parity: stderr
// What the packages write to standard error by themselves.
process.env.NODE_ENV = "production";
Date.prototype.toUTCString = () => "NOW";
const session = require("express-session");
const { rateLimit } = require("express-rate-limit");
const helmet = require("helmet");

session();
session({ secret: "x", resave: false });
for (const _ of [1, 2]) session({ secret: "x", saveUninitialized: false });
process.noDeprecation = true;
session();
process.noDeprecation = false;
process.env.NO_DEPRECATION = "other,express-session";
session();
delete process.env.NO_DEPRECATION;
process.once("deprecation", (error) => console.log(error.name, error.message, error.namespace, Object.keys(error)));
session({ secret: "x", resave: false, store: new session.Store() });

rateLimit({ limit: 1, nope: true });
rateLimit({ draft_polli_ratelimit_headers: true });
rateLimit({ validate: { nope: true } });
rateLimit({ keyGenerator: (req) => req.ip });
rateLimit({ store: { init() { throw "a text"; }, increment() {}, decrement() {}, resetKey() {} } });
helmet({ xPoweredBy: {} });

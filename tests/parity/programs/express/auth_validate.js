// Middleware that guards: a token, a role, a schema, a limit of requests; and a log when done.
const express = require("express");
const app = express();
const users = new Map([["t1", { name: "u1", role: "admin" }], ["t2", { name: "u2", role: "guest" }]]);
class HttpError extends Error {
  constructor(status, message, details) {
    super(message);
    this.name = this.constructor.name;
    Object.assign(this, { status, details });
  }
}
class Forbidden extends HttpError { constructor(role) { super(403, `only for ${role}`); } }

const log = [];
app.use((req, res, next) => {
  res.on("finish", () => log.push(`${req.method} ${req.originalUrl} ${res.statusCode} ${req.user?.name ?? "-"}`));
  res.locals.started = true;
  next();
});
const limit = (max) => { let count = 0; return (req, res, next) => { res.set("X-Left", String(Math.max(0, max - ++count))); next(count > max ? new HttpError(429, "too many") : undefined); }; };
const signedIn = (req, res, next) => {
  const [scheme, token] = (req.headers.authorization ?? "").split(" ");
  if (scheme !== "Bearer") { res.set("WWW-Authenticate", "Bearer"); throw new HttpError(401, "who are you?"); }
  req.user = users.get(token);
  if (!req.user) throw new HttpError(401, "unknown token");
  next();
};
const only = (role) => (req, res, next) => next(req.user.role === role ? undefined : new Forbidden(role));
const validate = (schema) => (req, res, next) => {
  const details = Object.entries(schema).flatMap(([key, check]) => (check(req.body?.[key]) ? [] : [`${key} is wrong`]));
  if (details.length) return next(new HttpError(400, "invalid", details));
  next();
};
app.use(express.json());
app.get("/open", limit(2), (req, res) => res.json(res.locals));
app.get("/me", signedIn, (req, res) => res.json(req.user));
app.post("/things", signedIn, only("admin"), validate({ name: (v) => typeof v === "string", n: Number.isInteger }), (req, res) => res.status(201).json(req.body));
app.use((req, res, next) => next(new HttpError(404, "not here")));
app.use((err, req, res, next) => {
  if (res.headersSent) return next(err);
  res.status(err.status ?? 500).json({ name: err.name, error: err.message, details: err.details, isOurs: err instanceof HttpError });
});

const server = app.listen(0, async () => {
  const base = `http://localhost:${server.address().port}`;
  const ask = async (path, token, body) => {
    const headers = { ...(token && { authorization: `Bearer ${token}` }), ...(body && { "content-type": "application/json" }) };
    const res = await fetch(base + path, { method: body ? "POST" : "GET", headers, body });
    console.log(path, res.status, res.headers.get("x-left"), res.headers.get("www-authenticate"), await res.text());
  };
  for (let n = 0; n < 3; n += 1) await ask("/open");
  await ask("/me");
  await ask("/me", "t9");
  await ask("/me", "t2");
  await ask("/things", "t2", "{}");
  await ask("/things", "t1", '{"name":5,"n":1.5}');
  await ask("/things", "t1", '{"name":"cup","n":2}');
  await ask("/things", "t1", "{");
  await ask("/none");
  console.log(log);
  server.close();
});

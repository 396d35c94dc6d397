// A small site: safe headers, settings, a login that is limited, and a session behind it.
import express from "express";
import helmet, { contentSecurityPolicy, xFrameOptions } from "helmet";
import { rateLimit, ipKeyGenerator, MemoryStore } from "express-rate-limit";
import session, { Store } from "express-session";
import request from "supertest";

const app = express();
app.use(helmet({ contentSecurityPolicy: { directives: { scriptSrc: ["'self'", (req, res) => `'nonce-${res.locals.nonce ?? "none"}'`] } }, hsts: false }));
app.use(express.json());
app.use(session({ secret: ["new", "old"], name: "sid", resave: false, saveUninitialized: false, rolling: true, cookie: { sameSite: "lax", maxAge: 60_000 } }));
const limit = rateLimit({
  windowMs: 60_000, limit: 2, standardHeaders: "draft-8", legacyHeaders: false, skipSuccessfulRequests: true, store: new MemoryStore(),
  keyGenerator: (req) => `${req.body.name}@${ipKeyGenerator(req.ip)}`, message: { error: "too many tries" },
});
app.post("/login", limit, (req, res, next) => {
  if (req.body.word !== "open") return res.status(401).json({ error: "no" });
  req.session.regenerate((error) => {
    if (error) return next(error);
    req.session.name = req.body.name;
    req.session.save((failure) => (failure ? next(failure) : res.json({ name: req.session.name })));
  });
});
app.get("/me", (req, res) => (req.session.name ? res.json({ name: req.session.name, visits: (req.session.visits = (req.session.visits ?? 0) + 1) }) : res.sendStatus(401)));
app.post("/logout", (req, res, next) => req.session.destroy((error) => (error ? next(error) : res.clearCookie("sid").sendStatus(204))));
app.get("/framed", contentSecurityPolicy({ useDefaults: false, directives: { defaultSrc: ["'none'"] } }), xFrameOptions({ action: "deny" }), (req, res) => res.send("framed"));

const agent = request.agent(app);
const cookieOf = (res) => (res.headers["set-cookie"] ?? []).map((one) => one.replace(/=s%3A[^;]+/, "=SIGNED").replace(/Expires=(?!Thu, 01 Jan 1970)[^;]+/, "Expires=THEN"));
const show = (res) => console.log(res.status, res.body, cookieOf(res), res.headers.ratelimit?.replace(/t=(59|60)$/, "t=ABOUT-60"), res.headers["ratelimit-policy"], Number(res.headers["retry-after"]) > 57);
const login = (name, word) => agent.post("/login").send({ name, word });
show(await agent.get("/me"));
for (const word of ["a", "open", "b", "open", "open"]) show(await login("ann", word));
show(await login("bob", "open"));
show(await agent.get("/me"));
show(await agent.get("/me"));
show(await agent.post("/logout"));
show(await agent.get("/me"));
limit.resetKey("ann@127.0.0.1");
limit.resetKey(`ann@${ipKeyGenerator("::ffff:127.0.0.1")}`);
show(await login("ann", "open"));
const framed = await agent.get("/framed");
for (const [name, value] of Object.entries(framed.headers)) if (!/^(date|etag|connection|keep-alive)$/.test(name)) console.log(`${name}: ${cookieOf(framed).length && name === "set-cookie" ? cookieOf(framed) : value}`);
console.log(new session.MemoryStore() instanceof Store);

"use strict";

// express-session: what a program does with a session, and how answers end.
const session = require("express-session");
const util = require("util");
const { ask, hundreds } = require("./middleware/ask");

class Store extends session.MemoryStore {}
for (const name of ["get", "set", "touch", "destroy", "regenerate"]) {
  const does = session.MemoryStore.prototype[name];
  Store.prototype[name] = function (...values) {
    console.log(`    ${name}`);
    return does.apply(this, values);
  };
}

const USUAL = { secret: "a secret", resave: false, saveUninitialized: false };

const HANDLERS = {
  regenerate(req, res) {
    const before = req.sessionID;
    req.session.regenerate((error) => {
      req.session.fresh = true;
      res.send(`${error} ${before !== req.sessionID} ${req.session.id === req.sessionID} ${req.session.count}`);
    });
  },
  destroy: (req, res) => req.session.destroy((error) => res.send(`${error} ${req.session} ${typeof req.sessionID}`)),
  destroyAtOnce(req, res) {
    const mine = req.session;
    res.send(`${mine.destroy() === mine} ${req.session}`);
  },
  reload(req, res) {
    req.session.count = 99;
    req.session.reload((error) => res.send(`${error} ${req.session.count}`));
  },
  reloadGone: (req, res) => req.sessionStore.destroy(req.sessionID, () => req.session.reload((error) => res.send(`${error}`))),
  save(req, res) {
    req.session.count = 50;
    req.session.save((error) => res.send(`${error}`));
  },
  saveAtOnce(req, res) {
    req.session.count = 51;
    res.send(`${req.session.save()}`);
  },
  touch: (req, res) => res.send(`${req.session.touch() === req.session}`),
  setNull: (req, res) => res.send(`${(req.session = null)}`),
  remove: (req, res) => res.send(`${delete req.session}`),
  maxAge: (req, res) => res.send(`${(req.session.cookie.maxAge = 5000)} ${hundreds(req.session.cookie.originalMaxAge)}`),
  noExpiry: (req, res) => res.send(`${(req.session.cookie.expires = false)} ${req.session.cookie.maxAge}`),
  resetMaxAge(req, res) {
    req.session.cookie.originalMaxAge = 60_000;
    req.session.resetMaxAge();
    res.send(`${req.session.cookie.maxAge > 59_000}`);
  },
  keys(req, res) {
    const own = Object.getOwnPropertyNames(req.session);
    const about = Object.keys(req).filter((key) => key.startsWith("sess"));
    res.json([Object.keys(req.session), own, about, req.session.req === req, req.session.constructor.name, util.inspect(req.session), req.sessionStore.constructor.name]);
  },
  redirect: (req, res) => res.redirect(`/?${(req.session.r = 1)}`),
  pieces(req, res) {
    req.session.pieces = 1;
    res.write("a");
    res.write("b");
    res.end("c");
  },
  lengthAndEnd(req, res) {
    req.session.length = 3;
    res.setHeader("Content-Length", "3");
    res.end("abc");
  },
  lengthAndWrite(req, res) {
    req.session.length = 4;
    res.setHeader("Content-Length", "4");
    res.write("äb");
    res.write("c");
    res.end();
  },
  base64(req, res) {
    req.session.coded = 1;
    res.end("YWJj", "base64");
  },
  late(req, res) {
    res.write("a");
    req.session.late = 1;
    res.end("b");
  },
  nothing(req, res) {
    req.session.nothing = 1;
    res.status(204).end();
  },
  otherCookies(req, res) {
    res.setHeader("Set-Cookie", ["p=1", "q=2"]);
    req.session.count = "c";
    res.cookie("a", "b").end("x");
  },
  sameValue: (req, res) => res.send(`${(req.session.count = req.session.count)}`),
  throws(req) {
    req.session.count = 7;
    throw new Error("thrown");
  },
  values(req, res) {
    Object.assign(req.session, { f: () => 1, date: new Date(0), u: undefined, list: [1, { a: null }] });
    res.send("values");
  },
  endWithCall(req, res) {
    req.session.called = 1;
    res.end("x", () => console.log("    called back"));
  },
  head(req, res) {
    req.session.head = 1;
    res.writeHead(201, { "X-A": "1" });
    res.end("w");
  },
  headWithReason(req, res) {
    req.session.head = 2;
    res.writeHead(202, "Fine", ["X-A", "1", "X-B", "2"]);
    res.end();
  },
  id(req, res) {
    res.send(`${Reflect.set(req.session, "id", "zz")} ${req.session.id === req.sessionID}`);
  },
  twice(req, res) {
    req.session.twice = 1;
    res.end("once");
    res.end("twice");
  },
};

const site = (options) => (app) => {
  app.use(session({ ...USUAL, store: new Store(), ...options }));
  app.get("/", (req, res) => res.send(`count ${(req.session.count = (req.session.count ?? 0) + 1)}`));
  app.get("/look", (req, res) => res.json(req.session ?? "none"));
  for (const [name, handler] of Object.entries(HANDLERS)) app.get(`/${name}`, handler);
};

async function go() {
  for (const name of Object.keys(HANDLERS)) await ask(name, site(), ["/", `/${name}`, "/look"]);
  for (const name of ["setNull", "remove", "destroy"]) await ask(`unset destroys: ${name}`, site({ unset: "destroy" }), ["/", `/${name}`, "/look"]);
  for (const name of ["regenerate", "destroy", "setNull", "late", "redirect", "maxAge", "head", "headWithReason", "otherCookies", "lengthAndWrite", "throws"]) {
    await ask(`at first: ${name}`, site(), [`/${name}`, "/look"]);
  }
  // A store that answers at once, and one that cannot touch.
  const quick = { sessions: {}, on() {}, get(id, done) { done(null, this.sessions[id] && JSON.parse(this.sessions[id])); }, set(id, value, done) { this.sessions[id] = JSON.stringify(value); done(); } };
  const made = Object.assign(Object.create(session.Store.prototype), quick);
  await ask("a quick store", site({ store: made }), ["/", "/", "/pieces", "/lengthAndEnd", "/look"]);
  const failing = Object.assign(new session.MemoryStore(), { set: (id, value, done) => done(new Error("no room")) });
  const { error } = console;
  const logged = [];
  console.error = (what) => logged.push(String(what).split("\n")[0]);
  await ask("a store that fails", site({ store: failing }), ["/"]);
  await ask("a cookie that cannot be", site({ name: "a b" }), ["/"]);
  await new Promise((done) => setTimeout(done, 50));
  console.error = error;
  console.log(logged);
}

go();

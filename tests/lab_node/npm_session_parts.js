"use strict";

// express-session: its cookies, sessions and stores by themselves.
const session = require("express-session");
const { EventEmitter } = require("events");
const util = require("util");

const { Cookie, Session, Store, MemoryStore } = session;

function show(title, make) {
  try {
    console.log(title, make());
  } catch (error) {
    console.log(title, `${error.name}: ${error.message}`);
  }
}

console.log(Object.keys(session), session.name, session.length, Session.length, Cookie.length, Store.length, MemoryStore.length);
for (const options of [
  5, "x", null, undefined, {}, { maxAge: "x" }, { maxAge: true }, { maxAge: "" }, { data: 5, more: 1 }, [], () => {}, { expires: null }, { expires: new Date(NaN) },
  { maxAge: null, originalMaxAge: 7 }, { secure: true, httpOnly: false, path: "/q" }, { expires: false },
]) show(util.inspect(options), () => `${JSON.stringify(new Cookie(options))} ${Object.keys(new Cookie(options))}`);
const cookie = new Cookie({ maxAge: 5000, sameSite: "lax", priority: "low" });
show("serialize", () => cookie.serialize("a", "b c").replace(/Expires=[^;]*/, "Expires=THEN"));
show("left", () => [cookie.maxAge > 4000, cookie.maxAge <= 5000, cookie.originalMaxAge > 4000, cookie.expires instanceof Date, cookie.expires === cookie._expires]);
show("set", () => {
  cookie.maxAge = 0;
  cookie.expires = null;
  return [cookie.maxAge, cookie.originalMaxAge, util.inspect(new Cookie())];
});
show("names", () => [Object.getOwnPropertyNames(Cookie.prototype), Object.getOwnPropertyNames(Session.prototype), Object.getOwnPropertyNames(Store.prototype)]);
show("names", () => Object.getOwnPropertyNames(MemoryStore.prototype));
show("all names", () => {
  const names = [];
  for (const name in new Cookie()) names.push(name);
  return names;
});
show("data", () => new Cookie({ domain: "a.b" }).data);
show("descriptors", () => [Object.getOwnPropertyDescriptor(Session.prototype, "touch").enumerable, Object.getOwnPropertyDescriptor(Store.prototype, "load").enumerable]);
show("session", () => {
  const made = new Session({ sessionID: "i" }, { a: 1, touch: 5, id: "z" });
  return [made, Object.keys(made), made.id, Object.getOwnPropertyDescriptor(made, "id")];
});
show("session of a text", () => new Session({ sessionID: "i" }, "abc"));
show("session of nothing", () => new Session({}));
show("kinds", () => [new Store() instanceof EventEmitter, new MemoryStore() instanceof Store, new MemoryStore().sessions]);
show("the old way", () => {
  function Mine() {
    Store.call(this);
  }
  util.inherits(Mine, Store);
  return [new Mine() instanceof EventEmitter, typeof new Mine().regenerate, new Mine().listenerCount("connect")];
});
show("middleware", () => {
  const made = session({ secret: "a", resave: false, saveUninitialized: false });
  return [made.name, made.length];
});

async function go() {
  const store = new MemoryStore();
  const does = (name, ...values) => new Promise((done) => store[name](...values, (...results) => (console.log(name, results), done())));
  console.log(store.set("now", { n: 0 }), Object.keys(store.sessions));
  await does("set", "a", { cookie: { expires: null }, n: 1 });
  await does("get", "a");
  await does("get", "none");
  await does("set", "past", { cookie: { expires: new Date(1000) } });
  await does("get", "past");
  await does("length");
  await does("all");
  await does("load", "none");
  store.load("a", (error, made) => console.log("load", error, made, made.id, Object.keys(made.req)));
  await does("touch", "a", { cookie: { expires: new Date(8e12) }, n: 2 });
  await does("touch", "none", {});
  await does("get", "a");
  await does("destroy", "a");
  await does("clear");
  await does("length");
  const circle = {};
  circle.circle = circle;
  show("circle", () => { try { store.set("c", circle); } catch (error) { return error.name; } return "none"; });
}

go();

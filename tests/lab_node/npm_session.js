"use strict";

// express-session: options, when the cookie is set, and when the store is asked.
const session = require("express-session");
const { ask, shown } = require("./middleware/ask");

class Store extends session.MemoryStore {}
for (const name of ["get", "set", "touch", "destroy", "createSession", "regenerate"]) {
  const does = session.MemoryStore.prototype[name];
  Store.prototype[name] = function (...values) {
    console.log(`    ${name}`);
    return does.apply(this, values);
  };
}

const USUAL = { secret: "a secret", resave: false, saveUninitialized: false };

const site = (options, settings = {}) => (app) => {
  for (const [name, value] of Object.entries(settings)) app.set(name, value);
  app.use(session(options));
  app.get("/", (req, res) => {
    if (req.session) req.session.count = (req.session.count ?? 0) + 1;
    res.send(`count ${req.session?.count}`);
  });
  app.get("/look", (req, res) => res.json(req.session ?? "none"));
  app.get("/end", (req, res) => res.end("e"));
  app.get("/x", (req, res) => res.send(`x ${(req.session.x = 1)}`));
};
const over = (proto) => ({ path: "/", headers: { "x-forwarded-proto": proto } });

async function go() {
  process.on("deprecation", (error) => console.log(`  deprecated: ${error.namespace} ${error.message}`));
  for (const [title, options] of [
    ["nothing", undefined], ["null", null], ["empty secret", { ...USUAL, secret: "" }], ["no secrets", { ...USUAL, secret: [] }],
    ["only a secret", { secret: "x" }], ["unset", { ...USUAL, unset: "x" }], ["genid", { ...USUAL, genid: 5 }], ["genid null", { ...USUAL, genid: null }],
    ["store", { ...USUAL, store: {} }], ["cookie null", { ...USUAL, cookie: null }], ["name of old", { ...USUAL, key: "old" }], ["name", { ...USUAL, name: 5 }],
    ["secret of one empty text", { ...USUAL, secret: [""] }],
  ]) await ask(`options: ${title}`, site(options), ["/", "/"]);
  process.removeAllListeners("deprecation");

  await ask("usual", site({ ...USUAL, store: new Store() }), ["/look", "/", "/", "/look", "/end"]);
  await ask("new ones saved", site({ ...USUAL, saveUninitialized: true, store: new Store() }), ["/look", "/look", "/", "/look"]);
  await ask("resaved", site({ ...USUAL, resave: true, store: new Store() }), ["/look", "/", "/look"]);
  await ask("rolling", site({ ...USUAL, rolling: true, store: new Store() }), ["/look", "/", "/look", "/"]);
  await ask("rolling, new ones saved", site({ ...USUAL, rolling: true, saveUninitialized: true }), ["/look", "/look"]);
  await ask("max age", site({ ...USUAL, cookie: { maxAge: 60_000 }, store: new Store() }), ["/", "/look", "/"]);
  await ask("max age, rolling", site({ ...USUAL, rolling: true, cookie: { maxAge: 60_000 } }), ["/", "/look"]);
  await ask("max age of none", site({ ...USUAL, cookie: { maxAge: 0 }, store: new Store() }), ["/", "/look"]);
  await ask("expires false", site({ ...USUAL, cookie: { expires: false } }), ["/", "/look"]);
  await ask("attributes", site({ ...USUAL, name: "sid", cookie: { domain: "a.com", path: "/x", httpOnly: false, sameSite: true, partitioned: true, priority: "high" } }), ["/", "/x", "/x"]);
  for (const sameSite of ["lax", "strict", "none", "auto", true, false]) await ask(`same site ${sameSite}`, site({ ...USUAL, cookie: { sameSite } }), ["/"]);
  for (const cookie of [{ secure: true }, { secure: "auto" }, { secure: "auto", sameSite: "auto" }]) {
    for (const trust of [undefined, 1]) {
      for (const proxy of [undefined, true, false]) {
        const settings = trust === undefined ? {} : { "trust proxy": trust };
        await ask(`${Object.entries(cookie)}, trust proxy ${trust}, proxy ${proxy}`, site({ ...USUAL, proxy, cookie }, settings), [over("https"), over("http")]);
      }
    }
  }
  await ask("protocols", site({ ...USUAL, proxy: true, cookie: { secure: true } }), [over(" HTTPS , http"), over("http, https")]);
  await ask("cookie function", site({ ...USUAL, cookie: (req) => ({ path: "/", maxAge: 5000, httpOnly: req.url !== "/" }) }), ["/", "/look"]);
  await ask("cookie function of nothing", site({ ...USUAL, cookie: () => undefined }), ["/"]);
  await ask("ids", site({ ...USUAL, genid: (req) => `id-${req.url.length}`, store: new Store() }), ["/", "/"]);
  await ask("ids of nothing", site({ ...USUAL, genid: () => undefined }), ["/"]);
  await ask("ids fail", site({ ...USUAL, genid() { throw new Error("no id"); } }), ["/"]);
  const kept = new session.MemoryStore();
  const id = () => "one";
  await ask("old secret", site({ ...USUAL, genid: id, secret: "old", store: kept }), ["/"]);
  const signed = "connect.sid=s%3Aone.BA%2BPMC05fUtw7sqy40XfYEwnpheRu4hc%2FeyaH5T%2BXjE";
  await ask("new and old secret", site({ ...USUAL, genid: id, secret: ["new", "old"], store: kept }), ["/", { path: "/", headers: { cookie: signed } }]);
  await ask("secret of the request", (app) => {
    app.use((req, res, next) => ((req.secret = "its own"), next()));
    site({ resave: false, saveUninitialized: false, secret: undefined })(app);
  }, ["/", "/"]);
  const cookies = ["connect.sid=plain", "connect.sid=s%3Aabc.def", "connect.sid=s%3Aabc", "connect.sid=", "other=s%3Aabc"];
  await ask("cookies of others", site({ ...USUAL, store: new Store() }), cookies.map((cookie) => ({ path: "/look", headers: { cookie } })));
  await ask("twice", (app) => {
    app.use(session({ ...USUAL, name: "a" }), session({ ...USUAL, name: "b" }));
    app.get("/", (req, res) => res.send(`${(req.session.x = 1)}`));
  }, ["/"]);
  await ask("store away", (app) => {
    const store = new session.MemoryStore();
    site({ ...USUAL, store })(app);
    app.get("/away", (req, res) => res.send(`${store.emit("disconnect")}`));
    app.get("/back", (req, res) => res.send(`${store.emit("connect")}`));
  }, ["/", "/away", "/", "/look", "/back", "/"]);
  const failing = (name, error) => Object.assign(new session.MemoryStore(), { [name]: (...values) => setImmediate(values.at(-1), error) });
  await ask("get fails", site({ ...USUAL, secret: "old", store: failing("get", new Error("no get")) }), [{ path: "/", headers: { cookie: signed } }]);
  await ask("get finds no file", site({ ...USUAL, secret: "old", store: failing("get", Object.assign(new Error("none"), { code: "ENOENT" })) }), [{ path: "/", headers: { cookie: signed } }]);
}

go().catch((error) => console.log(shown(error)));

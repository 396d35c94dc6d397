// Wrong arguments, closed databases, and SQLite's own errors.
const { DatabaseSync, StatementSync, Session } = require("node:sqlite");

const tell = (name, work) => {
  try {
    console.log(name, "=>", work());
  } catch (error) {
    const { name: kind, code, message, errcode, errstr } = error;
    console.log(name, "!!", kind, code, "|", message, "|", Object.keys(error).join(), errcode, errstr);
  }
};
tell("nonew", () => DatabaseSync(":memory:"));
for (const p of [undefined, null, 5, "a\0b", {}, new URL("http://x/y"), Buffer.from("a\0"), ""]) tell("path " + JSON.stringify(String(p)), () => new DatabaseSync(p));
tell("opt", () => new DatabaseSync(":memory:", null));
tell("opt", () => new DatabaseSync(":memory:", 5));
tell("opt undefined", () => new DatabaseSync(":memory:", undefined).isOpen);
for (const o of ["open","readOnly","enableForeignKeyConstraints","enableDoubleQuotedStringLiterals","allowExtension","timeout","readBigInts","returnArrays","allowBareNamedParameters","allowUnknownNamedParameters","defensive","limits"]) { tell(o, () => new DatabaseSync(":memory:", { [o]: "x" }).isOpen); tell(o+" undef", () => new DatabaseSync(":memory:", { [o]: undefined }).isOpen); tell(o+" null", () => new DatabaseSync(":memory:", { [o]: null }).isOpen);}
tell("timeout", () => new DatabaseSync(":memory:", { timeout: 1.5 }).isOpen);
tell("timeout", () => new DatabaseSync(":memory:", { timeout: -1 }).isOpen);
tell("limits", () => new DatabaseSync(":memory:", { limits: {foo: 1, length: 100} }).limits.length);
tell("limits", () => new DatabaseSync(":memory:", { limits: {length: -1} }).limits.length);
tell("limits", () => new DatabaseSync(":memory:", { limits: {length: "a"} }).limits.length);
tell("limits", () => new DatabaseSync(":memory:", { limits: {length: Infinity} }).limits.length);
{ const db = new DatabaseSync(":memory:"); tell("lset", () => { db.limits.length = 5000; return db.limits.length }); tell("lset2", () => { db.limits.length = -1; return db.limits.length }); tell("lset3", () => { db.limits.foo = 1; return db.limits.foo }); tell("same", () => db.limits === db.limits); db.close(); tell("lclosed", () => db.limits.length); }
const closed = new DatabaseSync(":memory:", { open: false });
tell("isOpen", () => closed.isOpen); tell("isTransaction", () => closed.isTransaction);
for (const [m, a] of Object.entries({ exec: ["x"], prepare: ["x"], close: [], location: [], function: ["f", () => 1], aggregate: ["a", { start: 0, step: () => 1 }], createTagStore: [], serialize: [], enableDefensive: [true], enableLoadExtension: [true], loadExtension: ["x"] })) tell("closed " + m, () => closed[m](...a));
tell("dispose closed", () => closed[Symbol.dispose]());
closed.open(); tell("reopen", () => closed.open()); tell("isOpen", () => closed.isOpen);
const db = closed;
for (const v of [undefined, null, 5, {}, "", "  ", "-- c", "select", "select 1; select 2", "create table tell(x", "a\0b"]) { tell("exec " + JSON.stringify(String(v)), () => db.exec(v)); tell("prepare " + JSON.stringify(String(v)), () => { const s = db.prepare(v); return [s.sourceSQL, s.expandedSQL, s.all().length]; }); }
for (const v of [undefined, null, 5, {}]) { tell("func " + v, () => db.function(v)); tell("func2 " + v, () => db.function("x", v)); tell("func3 " + v, () => db.function("x", v, () => 1)); tell("agg" + v, () => db.aggregate("x", v)); tell("agg1" + v, () => db.aggregate(v, v)); tell("prep2" + v, () => db.prepare("select 1", v).get()); }
tell("prepopt", () => db.prepare("select 1 a", { returnArrays: true, readBigInts: true }).get());
tell("prepopt", () => db.prepare("select 1 a", { returnArrays: 1 }).get());
tell("prepopt", () => db.prepare("select 1 a", { readBigInts: 1 }).get());
tell("prepopt", () => db.prepare("select 1 a", { allowBareNamedParameters: 1 }).get());
tell("prepopt", () => db.prepare("select 1 a", { allowUnknownNamedParameters: 1 }).get());
tell("loc", () => [db.location(), db.location("main"), db.location("temp"), ]); tell("loc nope", () => db.location("nope")); tell("loc5", () => db.location(5));
tell("StatementSync", () => new StatementSync()); tell("Session", () => new Session()); tell("StatementSync", () => StatementSync());
tell("this", () => DatabaseSync.prototype.exec.call({}, "x"));
tell("this2", () => StatementSync.prototype.all.call({}, "x"));
tell("illegal isOpen", () => DatabaseSync.prototype.isOpen);
tell("exec", () => db.exec("create table tell(id integer primary key, n text not null unique, r real, b blob, i int check (i < 10)) strict"));
const e = (s, ...a) => tell(s, () => db.prepare(s).run(...a));
e("insert into tell(n) values (?)"); e("insert into tell(n) values ('a')"); e("insert into tell(n) values ('a')"); e("insert into tell(n, i) values ('b', 11)"); e("insert into tell(n,i) values ('b','x')");
e("select * from nope"); e("select nope from t"); e("selec 1"); e("insert into tell(id, n) values (1,'zz')");
db.exec("create table c(t references tell(id)) "); e("insert into c values (77)"); e("commit"); e("begin"); tell("istx", () => db.isTransaction); e("begin"); e("rollback");
tell("strict dq", () => db.prepare('select "hello"').get());

// What goes into a statement, and what comes out.
const { DatabaseSync } = require("node:sqlite");
const util = require("node:util");

const tell = (name, work) => {
  try {
    console.log(name, "=>", work());
  } catch (error) {
    const { name: kind, code, message, errcode, errstr } = error;
    console.log(name, "!!", kind, code, "|", message, "|", Object.keys(error).join(), errcode, errstr);
  }
};
const db = new DatabaseSync(":memory:");
const one = (v) => db.prepare("select ? as v, typeof(?1) as t").get(v);
for (const v of [1, 1.5, -0, NaN, Infinity, 2**53, 2**63, 9007199254740991, 123n, 2n**63n-1n, 2n**63n, "text", "", "é😀\0x", "\ud800", null, true, Symbol("a"), () => 1, new Date(0), [1], new Uint8Array([1,2]), new Uint8Array(0), Buffer.from("hi"), new DataView(new ArrayBuffer(2)), new Float64Array(1), new ArrayBuffer(2), new Uint8Array(new Uint8Array([1,2,3,4]).buffer, 1, 2)]) tell("bind " + util.inspect(v), () => one(v));
tell("bind none", () => db.prepare("select ? as v").get());
tell("bind many", () => db.prepare("select ? as v").get(1, 2));
tell("bind $", () => db.prepare("select $a as v, :b as w, @c as x").get({ $a: 1, ":b": 2, "@c": 3 }));
tell("bind bare", () => db.prepare("select $a as v, :b as w, @c as x").get({ a: 1, b: 2, c: 3 }));
tell("bind unknown", () => db.prepare("select $a as v").get({ a: 1, z: 2 }));
tell("bind unknown2", () => db.prepare("select $a as v").get({ $z: 2 }));
tell("bind dup", () => db.prepare("select $a as v, :a as w").get({ a: 1 }));
tell("bind dup full", () => db.prepare("select $a as v, :a as w").get({ $a: 1, ":a": 2 }));
tell("mixed", () => db.prepare("select $a as v, ? as w").get({ a: 1 }, 5));
tell("mixed2", () => db.prepare("select ? as w, $a as v, ? as q").get({ a: 1 }, 5, 6));
tell("mixed3", () => db.prepare("select ?2 as w, ?1 as v").get(5, 6));
tell("mixed4", () => db.prepare("select ?1 as w, $n as v").get({ $n: 3, "?1": 2 }));
tell("null obj", () => db.prepare("select $a as v").get(Object.assign(Object.create(null), { a: 4 })));
tell("array", () => db.prepare("select ? as v").get([4]));
tell("inst", () => db.prepare("select $a as v").get(new (class A { a = 4 })));
tell("getter", () => db.prepare("select $a as v").get({ get a() { throw new Error("mine") } }));
tell("proto", () => db.prepare("select $a as v").get(Object.create({ a: 1 })));
tell("emptyobj", () => db.prepare("select $a as v").get({}));
tell("bool val", () => db.prepare("select $a as v").get({ a: true }));
tell("date val", () => db.prepare("select $a as v").get({ a: new Date(0) }));
{ const s = db.prepare("select $a as v"); tell("sticky1", () => s.get({ a: 1 })); tell("sticky2", () => s.get()); tell("exp", () => s.expandedSQL);
 tell("bare off", () => { console.log(s.setAllowBareNamedParameters(false)); return s.get({ a: 1 }) }); tell("bare off$", () => s.get({ $a: 2 })); 
 tell("unk on", () => { console.log(s.setAllowUnknownNamedParameters(true)); return s.get({ zz: 1 }) });
 for (const m of ["setAllowBareNamedParameters","setAllowUnknownNamedParameters","setReadBigInts","setReturnArrays"]) { tell(m, () => s[m]()); tell(m, () => s[m](1)); } }
tell("bigint", () => { const s = db.prepare("select 9007199254740993 as v"); return s.get(); });
tell("bigint-", () => { const s = db.prepare("select -9007199254740993 as v"); return s.all(); });
tell("bigint max", () => { const s = db.prepare("select 9007199254740991 as v, -9007199254740991 w"); return s.all(); });
tell("bigint on", () => { const s = db.prepare("select 9007199254740993 as v, 1.5 as f"); s.setReadBigInts(true); return s.get(); });
tell("run bigint", () => { const s = db.prepare("create table if not exists q(a)"); s.setReadBigInts(true); return s.run(); });
tell("arrays", () => { const s = db.prepare("select 1 a, 2 a, 'x'"); s.setReturnArrays(true); return [s.get(), s.all(), [...s.iterate()]]; });
tell("dup cols", () => db.prepare("select 1 a, 2 a, 3 b").get());
tell("__proto__", () => { const r = db.prepare("select 1 as __proto__, 2 as \"0\", 3 as constructor").get(); return [r, Object.keys(r)] });
tell("values", () => db.prepare("select 1, 1.0, 1.5, 'x', x'00ff', null, 1e300*1e300, ''").get());
tell("zero blob", () => db.prepare("select x'' as b").get());
tell("nul text", () => db.prepare("select 'a' || char(0) || 'b' as b, cast(x'ff41' as text) as c").get());
tell("all none", () => db.prepare("select 1 where 0").all()); tell("get none", () => db.prepare("select 1 where 0").get());
db.exec("create table tell(id integer primary key, n text, r real)");
tell("run insert", () => db.prepare("insert into tell(n) values (?), (?)").run("a", "b"));
tell("run select", () => db.prepare("select * from t").run());
tell("run ret", () => db.prepare("insert into tell(n) values ('c'), ('d') returning id, n").run());
tell("all ret", () => db.prepare("insert into tell(n) values ('c'), ('d') returning id, n").all());
tell("get ret", () => db.prepare("insert into tell(n) values ('c'), ('d') returning id, n").get());
tell("count", () => db.prepare("select count(*) c from t").get());
tell("update", () => db.prepare("update t set n = 'z' where id > 1").run());
tell("delete", () => db.prepare("delete from t where id > 100").run());
tell("get on insert", () => db.prepare("insert into tell(n) values ('k')").get());
tell("all on insert", () => db.prepare("insert into tell(n) values ('k')").all());
tell("iterate on insert", () => [...db.prepare("insert into tell(n) values ('k')").iterate()]);
tell("columns", () => db.prepare("select id, n as name, r, id+1, count(*) from t").columns());
tell("columns ins", () => db.prepare("insert into tell(n) values ('k')").columns());
tell("expanded", () => { const s = db.prepare("select ?, $x, 'q', ?"); s.get({ x: "it's" }, new Uint8Array([1, 255]), 1.5); return s.expandedSQL });
tell("expanded2", () => { const s = db.prepare("select ?, ?"); s.get(null, 10n); return [s.expandedSQL, s.sourceSQL] });

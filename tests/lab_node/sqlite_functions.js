// Functions and aggregates of the program's own.
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
db.exec("create table t(id integer primary key, n text, r real)");
db.exec("insert into t(n) values ('a'), ('b'), ('c'), ('d'), ('e')");
tell("fn", () => { db.function("plus", (a, b) => a + b); return db.prepare("select plus(1, 2) r").get() });
tell("fn argc", () => db.prepare("select plus(1) r").get());
tell("fn var", () => { db.function("va", { varargs: true }, (...a) => a.length); return db.prepare("select va(1,2,3) r, va() q").get() });
tell("fn len0", () => { db.function("z", () => 5); return db.prepare("select z() r").get() });
tell("fn default arg", () => { db.function("da", (a, b = 2) => a + b); return db.prepare("select da(1) r").get() });
tell("fn throws", () => { db.function("th", () => { throw new RangeError("boom") }); return db.prepare("select th() r").get() });
tell("fn exec throws", () => db.exec("select th()"));
for (const v of [undefined, null, 1.5, 7n, 2n ** 64n, "s", new Uint8Array([1]), true, {}, [], Symbol("x"), Promise.resolve(1), () => 1, new Date(0)]) tell("fn ret " + util.inspect(v), () => { db.function("rv", () => v); return db.prepare("select rv() r, typeof(rv()) ty").get() });
tell("fn args", () => { db.function("ar", { varargs: true }, (...a) => util.inspect(a)); return db.prepare("select ar(1, 1.5, 'x', x'01', null) r").get() });
tell("fn bigarg", () => { db.function("ba", { useBigIntArguments: true }, (a) => typeof a); return db.prepare("select ba(1) r").get() });
tell("fn bigarg off", () => { db.function("bb", (a) => typeof a); return db.prepare("select bb(9007199254740993) r").get() });
tell("fn det", () => { db.function("de", { deterministic: true }, (a) => a * 2); db.exec("create table de1(a); create index de1i on de1(de(a)); insert into de1 values (4)"); return db.prepare("select de(a) r from de1").get() });
tell("fn nondet idx", () => db.exec("create table de2(a); create index de2i on de2(plus(a, 1))"));
tell("fn directOnly", () => { db.function("dio", { directOnly: true }, (a) => a * 2); db.exec("create view vio as select dio(1) x"); return db.prepare("select * from vio").get() });
tell("fn view", () => { db.exec("create view vi2 as select plus(1,2) x"); return db.prepare("select * from vi2").get() });
for (const o of ["useBigIntArguments", "varargs", "deterministic", "directOnly"]) tell("fn opt " + o, () => db.function("x", { [o]: 1 }, () => 1));
tell("fn override", () => { db.function("upper", (a) => "UP" + a); return db.prepare("select upper('a') u").get() });
tell("fn recursion", () => { db.function("rec", (a) => a === 0 ? 0 : db.prepare("select rec(?) r").get(a - 1).r + 1); return db.prepare("select rec(5) r").get() });
tell("fn closes", () => { const d = new DatabaseSync(":memory:"); d.function("cl", () => { d.close(); return 1 }); return d.prepare("select cl() c").get() });
tell("fn this", () => { db.function("ths", function () { return typeof this }); return db.prepare("select ths() r").get() });
// aggregates
tell("agg", () => { db.aggregate("sumint", { start: 0, step: (acc, v) => acc + v }); return db.prepare("select sumint(id) s from t where id < 4").get() });
tell("agg empty", () => db.prepare("select sumint(id) s from t where 0").get());
tell("agg fn start", () => { db.aggregate("coll", { start: () => [], step: (acc, v) => { acc.push(v); return acc; }, result: (acc) => JSON.stringify(acc) }); return db.prepare("select coll(id) s from t where id < 4").get() });
tell("agg group", () => db.prepare("select id % 2 k, coll(id) s from t where id < 6 group by 1").all());
tell("agg noresult arr", () => { db.aggregate("coll2", { start: () => [], step: (acc, v) => [...acc, v] }); return db.prepare("select coll2(id) s from t where id < 4").get() });
tell("agg window noinv", () => db.prepare("select sumint(id) over (order by id) s from t where id < 4").all());
tell("agg window inv", () => { db.aggregate("sumw", { start: 0, step: (a, v) => a + v, inverse: (a, v) => a - v }); return db.prepare("select sumw(id) over (order by id rows between 1 preceding and current row) s from t where id < 5").all() });
tell("agg step throw", () => { db.aggregate("ast", { start: 0, step: (a, b) => { throw new Error("st") } }); return db.prepare("select ast(id) from t").get() });
tell("agg start throw", () => { db.aggregate("ass", { start: () => { throw new Error("start!") }, step: (a, b) => 1 }); return db.prepare("select ass(id) from t").get() });
tell("agg result throw", () => { db.aggregate("asr", { start: 0, step: (a, b) => 1, result: () => { throw new Error("res") } }); return db.prepare("select asr(id) from t").get() });
tell("agg step undefined", () => { db.aggregate("asu", { start: 0, step: (a, b) => undefined }); return db.prepare("select asu(id) r from t").get() });
tell("agg no step", () => db.aggregate("x", { start: 0 }));
tell("agg bad inverse", () => db.aggregate("x", { start: 0, step: () => 1, inverse: 5 }));
tell("agg bad result", () => db.aggregate("x", { start: 0, step: () => 1, result: 5 }));
tell("agg varargs", () => { db.aggregate("av", { start: 0, varargs: true, step: (a, ...v) => a + v.length }); return db.prepare("select av(1,2,3) r").get() });
tell("agg argc", () => { db.aggregate("a2", { start: 0, step: (a, b, c) => a + b * c }); return db.prepare("select a2(2, 3) r").get() });
tell("agg null start", () => { db.aggregate("an", { start: null, step: (a, b) => b }); return db.prepare("select an(2) r").get() });
tell("agg undefined start", () => { db.aggregate("an2", { start: undefined, step: (a, b) => b }); return db.prepare("select an2(2) r").get() });
tell("agg bigs", () => { db.aggregate("an3", { start: 0n, useBigIntArguments: true, step: (a, b) => a + b }); return db.prepare("select an3(2) r").get() });
for (const o of ["useBigIntArguments", "varargs", "deterministic", "directOnly"]) tell("agg opt " + o, () => db.aggregate("x", { start: 0, step() {}, [o]: 1 }));

// Iterators, and what is left of statements and databases that are closed.
const { DatabaseSync } = require("node:sqlite");

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
{ const s = db.prepare("select id from t where id < 4"); const it = s.iterate(); tell("n1", () => it.next()); tell("return", () => it.return()); tell("n2", () => it.next()); tell("return again", () => it.return(5));
  const a = s.iterate(); a.next(); const b = s.iterate(); tell("a after b", () => a.next()); tell("b", () => b.next()); tell("get", () => s.get()); tell("b after get", () => b.next());
  tell("toArray", () => s.iterate().toArray()); tell("map", () => [...s.iterate().map((r) => r.id)]); for (const r of s.iterate()) { console.log(r); break; } 
  const c = s.iterate(); tell("inside", () => { for (const r of c) { db.exec("insert into tell(n) values ('in')"); } return "ok"; }); 
  tell("proto", () => Object.prototype.toString.call(c)); tell("it this", () => Object.getPrototypeOf(c).next.call({})); }
{ const s = db.prepare("select 1 a"); tell("s.close", () => s.close()); tell("after close", () => s.get()); tell("src", () => s.sourceSQL); tell("exp", () => s.expandedSQL); tell("close2", () => s.close()); tell("dispose", () => s[Symbol.dispose]()); tell("cols", () => s.columns()); tell("set", () => s.setReadBigInts(true)); tell("iter", () => s.iterate());}
{ const d = new DatabaseSync(":memory:"); const s = d.prepare("select 1 a"); const it = d.prepare("select 2 b union select 3").iterate(); it.next(); d.close(); tell("after db close", () => s.get()); tell("src", () => s.sourceSQL); tell("itn", () => it.next()); tell("itr", () => it.return()); tell("d.close", () => d.close()); d.open(); tell("after reopen", () => s.get()); tell("new", () => d.prepare("select 5 z").get()); }
{ const d = new DatabaseSync(":memory:"); { const s = d.prepare("select 1 a"); s[Symbol.dispose](); tell("stmt disposed", () => s.get()); } d[Symbol.dispose](); tell("disposed", () => d.isOpen); d[Symbol.dispose](); }

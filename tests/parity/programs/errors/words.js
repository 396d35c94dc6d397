const attempts = [
  () => null.x, () => undefined.x, () => undefined.x.y, () => nope, () => { const c = 1; c = 2; },
  () => { const o = { a: {} }; o.a.b(); }, () => { let x = 5; x(); },
  () => { const { a } = undefined; }, 
  () => { class A { constructor() { this.x; } } A(); }, () => { class A {} class B extends A { constructor() {} } new B(); },
  () => [].reduce((a, b) => a), () => new Array(-1), () => "x".repeat(-1), () => (1).toFixed(101), 
  () => 1n + 1, () => Symbol() + "", () => JSON.parse("{bad"), () => JSON.parse(""), () => JSON.parse("[1,]"), () => JSON.stringify(1n),
  () => decodeURIComponent("%"), () => Object.defineProperty(1, "x", {}),
  () => { "use strict"; undefinedVariable = 1; }, () => { "use strict"; Object.freeze({ a: 1 }).a = 2; },
  () => { x; let x; }, () => null.foo(), () => undefined.foo(), () => { const user = undefined; user.name; }, () => { const user = {}; user.name.first; },
  () => { const f = {}; f.g.h(); }, () => [...undefined], 
  () => new Proxy(1, {}), () => structuredClone(() => {}), () => new Date(NaN).toISOString(), () => "x".normalize("y"),
  () => { async function f() {} ; new f(); }, () => Promise(), () => new Promise(), () => { ({ get a() { return 1; } }).a = 2; },
];
for (const attempt of attempts) {
  try {
    console.log("fine", String(attempt()));
  } catch (error) {
    console.log(error.name + ": " + error.message);
  }
}

// Closures and this: counters, memory, debounce, var in a loop, bind, arguments.
const counter = (start = 0, step = 1) => { let n = start; return { up: () => (n += step), get value() { return n; } }; };
const [a, b] = [counter(), counter(10, 5)];
a.up(); a.up(); b.up();
console.log(a.value, b.value, a);
const memo = (fn, seen = new Map()) => (n) => { if (!seen.has(n)) seen.set(n, fn(n)); return seen.get(n); };
let calls = 0;
const square = memo((n) => { calls += 1; return n * n; });
console.log(square(4), square(4), square(5), calls);
const vars = []; const lets = [];
for (var i = 0; i < 3; i += 1) vars.push(() => i);
for (let j = 0; j < 3; j += 1) lets.push(() => j);
console.log(vars.map((f) => f()), lets.map((f) => f()), typeof hoisted, hoisted2());
var hoisted = 1;
function hoisted2() { return typeof inner; var inner = 2; }
const compose = (...fns) => (x) => fns.reduceRight((value, fn) => fn(value), x);
const curry = (fn) => function curried(...args) { return args.length >= fn.length ? fn.apply(this, args) : (...more) => curried.call(this, ...args, ...more); };
console.log(compose((x) => x + 1, (x) => x * 2)(5), curry((x, y, z) => x + y + z)(1)(2, 3));
const once = (fn) => { let done; return (...args) => (done ??= { value: fn(...args) }).value; };
const start = once(() => Symbol("started"));
console.log(start() === start(), start().description);
const shop = {
  name: "shop",
  plain() { return this?.name; },
  arrow: () => typeof this, // the module's exports
  later() { return [1].map(() => this.name); },
  lost() { return [1].map(function () { return this === globalThis || this === undefined; }); },
};
const { plain } = shop;
console.log(shop.plain(), plain(), shop.arrow(), shop.later(), shop.lost(), plain.call({ name: "other" }), plain.bind({ name: "bound" }).call({ name: "no" }), plain.bind(null).name);
console.log(this === module.exports, (function () { return arguments.length; })(1, 2), ((...rest) => rest)(1, 2), (function f(x, y = 1, ...z) {}).length, (() => {}).name, shop.plain.name);
const debounce = (fn, ms) => { let timer; return (...args) => { clearTimeout(timer); timer = setTimeout(() => fn(...args), ms); }; };
const save = debounce((text) => console.log("saved", text), 5);
save("a"); save("ab"); save("abc");
const { x = 5, y: { z: deep = "d" } = {}, ...rest } = { w: 1, v: null };
console.log(x, deep, rest, ((p, { q = p } = {}) => q)(3), null ?? "n", 0 || "z", 0 ?? "z", shop?.none?.deep.er, shop.none?.());
label: for (const m of [1, 2, 3]) { for (const n of [1, 2]) { if (n === 2) continue label; if (m === 3) break label; console.log(m, n); } }
console.log([3, 1, 10].sort(), [3, 1, 10].toSorted((p, q) => p - q), [1, [2, [3, [4]]]].flat(Infinity), [1, 2, 3].at(-1), [1, 2, 3].with(1, 9), "a-b-c".replaceAll("-", "+"), [..."héy🍵"].length, 0.1 + 0.2, 5n ** 20n, typeof null, [] + {}, 1_000);

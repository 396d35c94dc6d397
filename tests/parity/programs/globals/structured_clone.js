const original = { date: new Date(0), map: new Map([["k", { v: 1 }]]), set: new Set([1]), list: [1, , 3], re: /x/gi, big: 5n, bytes: new Uint8Array([1, 2]), nothing: undefined, error: new TypeError("copied") };
original.self = original;
const copy = structuredClone(original);
console.log(copy !== original, copy.self === copy, copy.date, copy.map, copy.set, copy.list, copy.re, copy.big, copy.bytes, "nothing" in copy);
console.log(copy.error instanceof TypeError, copy.error.message);
class Person { constructor() { this.name = "x"; } get upper() { return 1; } }
console.log(structuredClone(new Person()), structuredClone(Object(1)), structuredClone("text"), structuredClone(null));
for (const bad of [() => {}, Symbol("s"), { f() {} }, new WeakMap(), Promise.resolve()]) {
  try {
    structuredClone(bad);
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
const buffer = new ArrayBuffer(4);
const moved = structuredClone(buffer, { transfer: [buffer] });
console.log(buffer.byteLength, moved.byteLength);
try {
  structuredClone();
} catch (error) {
  console.log(error.name, error.code, error.message);
}

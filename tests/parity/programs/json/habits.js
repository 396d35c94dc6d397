// JSON: what is left out, revivers, replacers, indents, dates, and the words of a parse error.
console.log(JSON.stringify({ a: undefined, b: () => 1, c: Symbol("x"), d: null, e: NaN, f: -0, g: Infinity, h: new Date(0), i: /x/, j: new Map([[1, 2]]), k: [undefined, () => 1], l: new Error("e"), m: Object(1n) instanceof BigInt }));
console.log(JSON.stringify([1, { a: [] , b: {} , c: [{ d: 1 }] }], null, 2), JSON.stringify({ a: 1 }, null, "--"), JSON.stringify({ a: { b: 1, c: 2 }, b: 3, c: 4 }, ["a", "c"]));
console.log(JSON.stringify("q\"\n\u2028\ud800é\0"), JSON.stringify(undefined), JSON.stringify(null), JSON.stringify({ toJSON: (key) => `key ${key}` }), JSON.stringify({ [Symbol("s")]: 1 }));
console.log(JSON.stringify({ password: "p", user: { password: "q", n: 1 } }, (key, value) => (key === "password" ? undefined : value)));
console.log(JSON.stringify({ m: new Map([["a", 1]]), s: new Set([1]) }, (key, value) => (value instanceof Map ? Object.fromEntries(value) : value instanceof Set ? [...value] : value)));
console.log(JSON.parse('{"at":"2024-02-29T12:00:00.000Z","n":"5"}', (key, value) => (key === "at" ? new Date(value) : key === "n" ? Number(value) : value)));
console.log(JSON.parse("[1e3, -0, 1.50]"), JSON.parse(' "\\u00e9\\n" '), JSON.parse('{"__proto__":{"x":1},"a":1,"a":2}'), JSON.parse("12345678901234567890"), JSON.parse("true"));
for (const text of ["", " ", "{", "[1,]", "{'a':1}", '{"a":1,}', "{a:1}", "undefined", "NaN", '"open', '{"a" 1}', "[1 2]", "01", "1.", '"tab\t"', '"\\x"', "nul", "{} x", "<html>", '{"a":tru}', '{"long":"' + "x".repeat(40) + '"', "[1,2,3] // note", '{"a":1}\n{"b":2}', "\ufeff{}"]) {
  try { console.log(JSON.parse(text)); } catch (error) { console.log(JSON.stringify(text).slice(0, 20), "|", error.name, "|", error.message); }
}
const circle = { name: "c", list: [] };
circle.list.push({ back: circle });
for (const value of [circle, 1n, { n: 1n }, { toJSON() { throw new RangeError("mine"); } }]) {
  try { console.log(JSON.stringify(value)); } catch (error) { console.log(error.name, "|", error.message); }
}
for (const wrong of [undefined, null, {}, [], 5, "[object Object]"]) { try { console.log(JSON.parse(wrong)); } catch (error) { console.log(error.message); } }
const copy = JSON.parse(JSON.stringify({ at: new Date(5), n: undefined, list: [NaN] }));
console.log(copy, structuredClone({ at: new Date(5), n: undefined, list: [NaN] }));

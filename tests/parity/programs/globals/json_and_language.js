console.log(JSON.stringify({ a: undefined, b: () => {}, c: NaN, d: new Date(0), e: [undefined], f: new Map() }));
console.log(JSON.stringify({ a: [1, { b: 2 }] }, null, 2), JSON.stringify({ a: 1, b: 2 }, ["b"]), JSON.stringify("\u2028\ud800"));
console.log(JSON.parse('{"a":[1,2]}', (key, value) => (Array.isArray(value) ? value.length : value)));
console.log([3, 1, 10].sort(), [3, 1, 10].toSorted((a, b) => a - b), [1, 2, 3].at(-1), [1, [2, [3]]].flat(Infinity));
console.log(Object.groupBy([1, 2, 3], (n) => (n % 2 ? "odd" : "even")), Map.groupBy([1, 2], (n) => n % 2));
console.log("abc".replaceAll("b", "x"), "a,b".split(","), "x".padStart(3, "-"), [..."a😀"].length, "😀".length);
console.log(new Set([1, 2]).union(new Set([3])), new Set([1, 2]).intersection(new Set([2])));
console.log([1, 2, 3].values().map((x) => x * 2).toArray(), Array.fromAsync.name);
label: for (const a of [1, 2]) for (const b of [1, 2]) { if (b === 2) continue label; console.log(a, b); }
const { a = 5, ...rest } = { b: 1, c: 2 };
console.log(a, rest, a ?? 1, null?.x, `${1 + 1}`, typeof null, 0.1 * 3, 2 ** 10, 7 % -3, -7 % 3);
class Counter { static #n = 0; static next() { return ++Counter.#n; } static { this.start = 10; } }
console.log(Counter.next(), Counter.next(), Counter.start);
console.log((1234.5678).toFixed(2), (255).toString(16), Number("0x1f"), parseInt("12px"), Number(""), Number(" 1 "), +[], +{});

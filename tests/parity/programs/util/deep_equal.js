const assert = require("assert");
const { isDeepStrictEqual } = require("util");
const pairs = [[1, 1], [NaN, NaN], [0, -0], [[1, [2]], [1, [2]]], [{ a: 1, b: 2 }, { b: 2, a: 1 }], [new Date(1), new Date(1)], [/a/g, /a/i], [new Map([[{ a: 1 }, 1]]), new Map([[{ a: 1 }, 1]])], [new Set([{ a: 1 }]), new Set([{ a: 1 }])], [new Error("a"), new Error("b")], [[1, , 3], [1, undefined, 3]], [Object(1), Object(1)], [Object.create(null), {}], [new Uint8Array([1]), new Uint8Array([1])], [new Uint8Array([1]), Buffer.from([1])], [{ [Symbol.for("a")]: 1 }, { [Symbol.for("a")]: 2 }], ["1", 1], [null, undefined]];
for (const [a, b] of pairs) {
  let loose = true;
  try {
    assert.deepEqual(a, b);
  } catch {
    loose = false;
  }
  console.log(isDeepStrictEqual(a, b), loose);
}

const assert = require("assert");
const pairs = [[{ a: 1 }, { a: 2 }], [[1, 2, 3], [1, 2, 4]], ["abc", "abd"], [1, "1"], [new Map([[1, 2]]), new Map([[1, 3]])], [{ a: { b: { c: 1 } } }, { a: { b: { c: 2 } } }], [[1, 2], [1, 2, 3]]];
for (const [actual, expected] of pairs) {
  try {
    assert.deepStrictEqual(actual, expected);
  } catch (error) {
    console.log(error.message);
  }
}
try {
  assert.strictEqual("one\ntwo\nthree", "one\n2\nthree");
} catch (error) {
  console.log(error.message);
}

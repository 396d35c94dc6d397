const assert = require("assert");
const tries = [() => assert(true), () => assert.ok(0), () => assert.equal(1, 2), () => assert.equal(1, "1"), () => assert.strictEqual(1, 2), () => assert.strictEqual("a", "b", "own message"), () => assert.notStrictEqual(1, 1), () => assert.fail(), () => assert.fail("boom"), () => assert.ifError(null), () => assert.throws(() => {}), () => assert.throws(() => { throw new Error("x"); }, /y/), () => assert.throws(() => { throw new Error("x"); }, { message: "x" }), () => assert.doesNotThrow(() => { throw new Error("inner"); }), () => assert.match("abc", /x/), () => assert.strictEqual(NaN, NaN), () => assert.notEqual(1, 1), () => assert.deepEqual({ a: 1 }, { a: "1" }), () => assert.strictEqual(1, 2, new TypeError("own error"))];
for (const attempt of tries) {
  try {
    attempt();
    console.log("passed");
  } catch (error) {
    console.log(error.name, error.code, error.generatedMessage, error.operator, error.message.split("\n")[0]);
  }
}

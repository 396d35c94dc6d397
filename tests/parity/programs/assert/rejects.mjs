import assert from "node:assert/strict";
await assert.rejects(Promise.reject(new TypeError("bad")), { name: "TypeError", message: "bad" });
await assert.rejects(async () => { throw new Error("x"); }, /x/);
await assert.doesNotReject(async () => 1);
for (const attempt of [() => assert.rejects(Promise.resolve(1)), () => assert.doesNotReject(Promise.reject(new Error("no"))), () => assert.rejects(() => 5), () => assert.rejects(Promise.reject(new Error("a")), { message: "b" })]) {
  await attempt().catch((error) => console.log(error.name, error.code, error.message.split("\n")[0]));
}
assert.equal(1, 1);
assert.throws(() => assert.equal(1, "1"), assert.AssertionError);

// The report of node:test: passed, failed, skipped, to do; the process ends with 1.
const { test, describe, it, before, after, beforeEach, afterEach } = require("node:test");
const assert = require("node:assert");
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = (chunk, ...rest) => {
  const text = String(chunk).replace(/\(\d[\d.]*ms\)/g, "(ms)").replace(/duration_ms [\d.]+/g, "duration_ms");
  return write(text.replace(/^ *at .*\n/gm, "").replace(/^test at .*\n/gm, "test at\n"), ...rest);
};
const total = (order) => order.items.reduce((sum, { price, count }) => sum + price * count, 0);

test("adds up", () => assert.strictEqual(total({ items: [{ price: 2, count: 3 }] }), 6));
test("fails", () => assert.strictEqual(total({ items: [] }), 1));
test("fails later", async () => { await null; assert.deepStrictEqual({ a: 1, b: [1, 2] }, { a: 1, b: [1, 3] }); });
test("throws", () => total({}));
test("with a callback", (t, done) => setTimeout(done, 1));
test("with steps", async (t) => {
  await t.test("one", () => {});
  await t.test("two", (t) => t.skip("not today"));
  t.diagnostic("a note");
});
test("skipped", { skip: true }, () => assert.fail("never"));
test("to do", { todo: "write it" }, () => assert.fail("known"));
test("too slow", { timeout: 5 }, () => new Promise((resolve) => setTimeout(resolve, 100)));
describe("orders", () => {
  const log = [];
  before(() => log.push("before"));
  after(() => log.push("after"));
  process.on("exit", () => console.log(log.join(" ")));
  beforeEach(() => log.push("["));
  afterEach(() => log.push("]"));
  it("is one", () => log.push("one"));
  it("is two", () => log.push("two"));
  describe("empty", () => it("is free", () => assert.ok(total({ items: [] }) === 0)));
});

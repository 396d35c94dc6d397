// Stand-ins: a function's calls, a method put back, time that is turned by hand (callbacks see where the tick ends).
import { mock, test } from "node:test";
import assert from "node:assert/strict";
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = (chunk, ...rest) => write(`${chunk}`.replace(/\(\d[\d.]*ms\)/g, "(ms)").replace(/duration_ms [\d.]+/g, "duration_ms"), ...rest);

class Mailer {
  send(to, text) { return `really sent to ${to}: ${text}`; }
}
async function remind(mailer, list, log = () => {}) {
  for (const to of list) {
    try { log(await mailer.send(to, "tea is ready")); } catch (error) { log(error.message); }
  }
}
test("counts the calls", async (t) => {
  const mailer = new Mailer();
  const send = t.mock.method(mailer, "send", async (to) => { if (to === "bad") throw new Error("no such box"); return "ok"; });
  const log = mock.fn();
  await remind(mailer, ["a", "bad", "b"], log);
  assert.equal(send.mock.callCount(), 3);
  assert.deepEqual(send.mock.calls[0].arguments, ["a", "tea is ready"]);
  assert.equal(send.mock.calls[0].this, mailer);
  assert.deepEqual(log.mock.calls.map((call) => call.arguments[0]), ["ok", "no such box", "ok"]);
});
test("is put back", () => assert.match(new Mailer().send("c", "x"), /^really sent to c/));
test("turns the clock", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: 1000 });
  const seen = [];
  setTimeout(() => seen.push("once", Date.now()), 50);
  const every = setInterval(() => seen.push(new Date().getTime()), 20);
  t.mock.timers.tick(45);
  clearInterval(every);
  t.mock.timers.tick(10);
  assert.deepEqual(seen, [1045, 1045, "once", 1055]);
});
test("changes its mind", () => {
  const dice = mock.fn(() => 6);
  dice.mock.mockImplementationOnce(() => 1);
  dice.mock.mockImplementationOnce(() => 2, 2);
  assert.deepEqual([dice(), dice(), dice(), dice()], [1, 6, 2, 6]);
  dice.mock.resetCalls();
  assert.equal(dice.mock.callCount(), 0);
  dice.mock.restore();
  assert.deepEqual(dice.mock.calls, []);
});

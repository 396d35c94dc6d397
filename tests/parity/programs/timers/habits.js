// Timers: retry with growing pauses, a race against time, polling, what a wrong delay becomes.
const timers = require("node:timers/promises");
const wait = (ms, value) => new Promise((resolve) => setTimeout(resolve, ms, value));
async function retry(work, { times = 3, pause = 1 } = {}) {
  for (let n = 1; ; n += 1) {
    try { return await work(n); } catch (error) {
      if (n >= times) throw new Error(`failed ${n} times`, { cause: error });
      await wait(pause * 2 ** n);
    }
  }
}
const within = (promise, ms) => Promise.race([promise, wait(ms).then(() => { throw new Error(`more than ${ms} ms`); })]);
async function main() {
  console.log(await retry((n) => (n < 3 ? Promise.reject(new Error("no")) : n)), await retry(() => { throw new Error("never"); }).catch((error) => [error.message, error.cause.message]));
  console.log(await within(wait(1, "in time"), 50), await within(wait(60), 3).catch((error) => error.message));
  let count = 0;
  await new Promise((resolve) => { const poll = setInterval(() => { count += 1; if (count === 3) { clearInterval(poll); resolve(); } }, 1); });
  console.log("polled", count);
  for await (const n of timers.setInterval(1, "tick")) { count += 1; if (count > 5) { console.log(n, count); break; } }
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 2);
  await timers.setTimeout(1000, null, { signal: stop.signal }).catch((error) => console.log(error.name, error.code));
  console.log(await timers.setTimeout(1, "value"), await timers.setImmediate("now"), await timers.scheduler.wait(1));
  const order = [];
  setTimeout(() => order.push("0"), 0);
  setTimeout(() => order.push("undefined"));
  setTimeout(() => order.push("-5"), -5);
  setTimeout(() => order.push("text"), "soon");
  setTimeout((...args) => order.push(args.join()), 1, "a", "b");
  setTimeout(() => order.push("never"), 5).unref().close();
  const timer = setTimeout(() => order.push("refreshed"), 6);
  setTimeout(() => timer.refresh(), 3);
  await wait(25);
  console.log(order, timer.hasRef(), typeof timer[Symbol.toPrimitive](), timer instanceof setTimeout(() => {}, 0).constructor);
  for (const wrong of [undefined, "code", 5]) { try { setTimeout(wrong, 1); } catch (error) { console.log(error.code, error.message); } }
  clearTimeout(undefined); clearTimeout(null); clearTimeout("x"); clearInterval({});
  const jobs = [30, 10, 20].map((ms, n) => async () => { await wait(ms / 5); return n; });
  const results = []; let running = 0; let most = 0;
  await Promise.all(Array.from({ length: 2 }, async () => { while (jobs.length) { running += 1; most = Math.max(most, running); results.push(await jobs.shift()()); running -= 1; } }));
  console.log(results.sort(), most);
  setTimeout(() => console.log("never"), 10_000).unref();
}
main();

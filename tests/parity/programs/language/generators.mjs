// Generators, plain and asynchronous: paging, leaving early, errors thrown in, delegation.
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const log = [];
async function* pages(total, size) {
  try {
    for (let at = 0; at < total; at += size) {
      await wait(1);
      yield Array.from({ length: Math.min(size, total - at) }, (_, n) => at + n);
    }
  } finally { log.push("pages closed"); }
}
async function* items(source) { for await (const page of source) yield* page; }
async function* take(source, count) { for await (const item of source) { if (count-- <= 0) return; yield item; } }
const all = [];
for await (const item of items(pages(5, 2))) all.push(item);
console.log(all);
for await (const item of take(items(pages(100, 3)), 4)) all.push(item);
console.log(all, log);
function* talk() {
  let answer = "start";
  while (true) {
    try { answer = yield answer; if (answer === undefined) return "done"; } catch (error) { answer = `caught ${error.message}`; } finally { log.push("turn"); }
  }
}
const t = talk();
console.log(t.next("lost"), t.next("a"), t.throw(new Error("x")), t.next("b"), t.next(), t.next("late"), log.length);
const r = talk();
r.next();
console.log(r.return("early"), [...r], r[Symbol.toStringTag], Object.prototype.toString.call(pages(1, 1)));
function* fib() { let [a, b] = [0, 1]; while (true) { yield a; [a, b] = [b, a + b]; } }
console.log(fib().filter((n) => n % 2 === 0).map((n) => n * 10).take(4).toArray(), fib().drop(5).next().value, [...fib().take(3)], fib().take(5).reduce((a, b) => a + b));
const range = { from: 1, to: 3, *[Symbol.iterator]() { for (let n = this.from; n <= this.to; n += 1) yield n; } };
console.log([...range], Math.max(...range), Array.from(range, (n) => n * 2), new Set(range).size, Object.fromEntries([...range].map((n) => [n, n * n])), await Array.fromAsync(pages(3, 2)));
const [one, ...others] = range;
console.log(one, others, Object.groupBy(range, (n) => (n % 2 ? "odd" : "even")), Map.groupBy(range, (n) => n > 1));
async function* failing() { yield 1; throw new Error("in the middle"); }
try { for await (const n of failing()) console.log(n); } catch (error) { console.log(error.message); }
try { for await (const n of [Promise.resolve(1), Promise.reject(new Error("second"))]) console.log(n); } catch (error) { console.log(error.message); }
for (const wrong of [5, {}, null, undefined]) { try { const [x] = wrong; console.log(x); } catch (error) { console.log(error.name, error.message); } }
const object = { a: 1 };
try { for (const x of object) console.log(x); } catch (error) { console.log(error.message); }

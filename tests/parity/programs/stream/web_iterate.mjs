// A ReadableStream in a loop, and one of what an iterable gives.
const letters = () => new ReadableStream({
  start(controller) { for (const letter of "abc") controller.enqueue(letter); controller.close(); },
  cancel(reason) { console.log("cancel", reason); },
});
for await (const letter of letters()) console.log(letter);
const left = letters();
for await (const letter of left) { console.log(letter); break; }
console.log(left);
const kept = letters();
for await (const letter of kept.values({ preventCancel: true })) { console.log(letter); break; }
console.log(kept);
for await (const letter of kept) console.log("rest", letter);
try {
  for await (const letter of letters()) throw new Error(`at ${letter}`);
} catch (error) { console.log(error.message); }
const steps = letters()[Symbol.asyncIterator]();
console.log(await Promise.all([steps.next(), steps.next(), steps.next(), steps.next(), steps.return("end"), steps.next()]));
const failing = new ReadableStream({ pull(controller) { controller.error(new Error("broken")); } });
try { for await (const chunk of failing) console.log(chunk); } catch (error) { console.log(error.message, failing.locked); }
async function* numbers() {
  try { for (let n = 1; ; n += 1) yield n; } finally { console.log("generator ends"); }
}
for await (const n of ReadableStream.from(numbers())) { if (n > 2) break; console.log(n); }
for (const iterable of ["tea", [1, Promise.resolve(2)], new Set(["x"]), new Map([["k", "v"]]), letters()]) {
  const list = [];
  for await (const chunk of ReadableStream.from(iterable)) list.push(chunk);
  console.log(list);
}
console.log(await Array.fromAsync(letters()));
const own = { n: 0, next() { this.n += 1; return { value: this.n, done: this.n > 2 }; }, return(value) { console.log("return", value); return {}; }, [Symbol.asyncIterator]() { return this; } };
const reader = ReadableStream.from(own).getReader();
console.log(await reader.read());
console.log(await reader.cancel("enough"), await reader.read());
const rejected = ReadableStream.from((async function* () { yield 1; throw new RangeError("two"); })());
try { for await (const chunk of rejected) console.log(chunk); } catch (error) { console.log(error.name, error.message); }
console.log(Object.prototype.toString.call(letters()), typeof letters().values, letters() instanceof ReadableStream);

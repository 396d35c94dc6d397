// The iterator helpers of streams: their options, their errors and what becomes of the source.
import { Readable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
const numbers = () => Readable.from([1, 2, 3, 4]);
async function told(label, ask) {
  try {
    const answer = await ask();
    console.log(label, answer instanceof Readable ? await answer.toArray() : answer);
  } catch (error) {
    console.log(label, error.name, error.code, error.message, error.cause);
  }
}
for (const name of ["map", "filter", "flatMap", "forEach", "some", "every", "find"]) {
  await told(name, () => numbers()[name](5));
  await told(name, () => numbers()[name]((value) => value > 2, { concurrency: 0 }));
  await told(name, () => numbers()[name]((value) => [value > 2], { signal: AbortSignal.abort("why") }));
  await told(name, () => numbers()[name](() => Promise.reject(new Error("refused"))));
  await told(name, () => numbers()[name]((value) => (name === "flatMap" ? [value, value] : value > 2), null));
}
for (const count of [2, 0, -1, "3", NaN, 1.5]) {
  await told(`take ${count}`, () => numbers().take(count));
  await told(`drop ${count}`, () => numbers().drop(count));
}
await told("reduce", () => numbers().reduce((sum, value) => sum + value));
await told("reduce of nothing", () => Readable.from([]).reduce((sum, value) => sum + value));
await told("null", () => numbers().map(() => null));
await told("flatMap", () => numbers().flatMap((value) => value));
await told("toArray", () => numbers().toArray({ signal: AbortSignal.abort("why") }));
let running = 0;
let most = 0;
const slow = async (value) => {
  running += 1;
  most = Math.max(most, running);
  await wait(5 * (5 - value));
  running -= 1;
  return value;
};
console.log(await numbers().map(slow, { concurrency: 3 }).toArray(), most);
const asked = [];
const ahead = Readable.from([1, 2, 3, 4, 5, 6, 7, 8]).map((value) => asked.push(value), { concurrency: 2, highWaterMark: 3 });
const iterator = ahead[Symbol.asyncIterator]();
await iterator.next();
await wait(5);
console.log(asked);
await iterator.return();
const source = numbers();
console.log(await source.take(1).toArray(), source.destroyed);
console.log(Readable.prototype.asIndexedPairs, Readable.prototype.map.length, Readable.prototype.reduce.name);

// parity: stderr
// Promise.any gathers what failed; top-level await ends the program with it.
const wait = (ms, fail) => new Promise((resolve, reject) => setTimeout(() => reject(new Error(fail)), ms));
const settled = await Promise.allSettled([wait(2, "a"), Promise.resolve(1)]);
console.log(settled.map(({ status, value, reason }) => [status, value, reason?.message]));
try {
  await Promise.any([wait(2, "slow"), wait(1, "fast")]);
} catch (error) {
  console.log(error.name, error.constructor === AggregateError, error.message, error.errors.map((one) => one.message));
}
console.log(new AggregateError([new TypeError("x"), 5], "both", { cause: "why" }).errors.length, await Promise.any([wait(1, "x"), Promise.resolve("first")]));
await Promise.any([]).catch((error) => console.log(error.message, error.errors));
await Promise.any([Promise.reject(new RangeError("one")), Promise.reject("two")]);
console.log("never");

import { setTimeout as wait, setImmediate as turn, setInterval as every, scheduler } from "node:timers/promises";
console.log(await wait(1, "value"), await turn("immediate"));
let count = 0;
for await (const value of every(1, "tick")) {
  console.log(value);
  count += 1;
  if (count === 3) break;
}
const controller = new AbortController();
setTimeout(() => controller.abort(), 1);
await wait(1000, null, { signal: controller.signal }).catch((error) => console.log(error.name, error.code, error.message));
await wait(1, null, { signal: AbortSignal.abort("why") }).catch((error) => console.log(error.name, error.cause));
await scheduler.wait(1);
await scheduler.yield();
console.log("done");

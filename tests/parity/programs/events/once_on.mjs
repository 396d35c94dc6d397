import { once, on, EventEmitter } from "node:events";
const emitter = new EventEmitter();
setTimeout(() => emitter.emit("ready", 1, 2), 1);
console.log(await once(emitter, "ready"));
setTimeout(() => emitter.emit("error", new Error("bad")), 1);
await once(emitter, "never").catch((error) => console.log("rejected", error.message));
setTimeout(() => emitter.emit("error", new Error("wanted")), 1);
console.log((await once(emitter, "error"))[0].message);
const controller = new AbortController();
setTimeout(() => controller.abort(), 1);
await once(emitter, "x", { signal: controller.signal }).catch((error) => console.log(error.name, error.code, error.message));
setTimeout(() => {
  for (const n of [1, 2, 3]) emitter.emit("n", n);
}, 1);
for await (const [n] of on(emitter, "n")) {
  console.log(n);
  if (n === 3) break;
}
console.log(emitter.listenerCount("n"), emitter.listenerCount("error"));
const target = new EventTarget();
setTimeout(() => target.dispatchEvent(new Event("go")), 1);
console.log((await once(target, "go"))[0].type);

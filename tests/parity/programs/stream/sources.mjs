// Readable.from all kinds of things, consumers, finished, and a source that is left early.
import { PassThrough, Readable, finished, addAbortSignal } from "node:stream";
import * as done from "node:stream/promises";
import { arrayBuffer, buffer, json, text } from "node:stream/consumers";
for (const source of [["a", "b"], "text", Buffer.from("bytes"), new Set([1, 2]), new Map([["k", 1]]), (function* () { yield 1; yield 2; })(), (async function* () { yield "late"; })()]) {
  const all = [];
  for await (const item of Readable.from(source)) all.push(item);
  console.log(all);
}
console.log(await text(Readable.from(["你", "好"])), await json(Readable.from(['{"a":', "1}"])), await buffer(Readable.from([Buffer.from("x")])), (await arrayBuffer(Readable.from([Buffer.from("xyz")]))).byteLength);
await json(Readable.from(["{"])).catch((error) => console.log(error.name));
for (const wrong of [null, undefined, 5, {}]) {
  try { Readable.from(wrong); console.log("taken"); } catch (error) { console.log(error.code, error.message); }
}
let cleaned = false;
const endless = Readable.from((async function* () { try { for (let n = 0; ; n += 1) yield n; } finally { cleaned = true; } })());
for await (const n of endless) if (n === 3) break;
console.log(endless.destroyed, cleaned);

const pass = new PassThrough();
finished(pass, (error) => console.log("finished", error?.code));
pass.destroy();
const good = Readable.from(["x"]);
good.resume();
await done.finished(good);
console.log("good", good.readableEnded);
const bad = new PassThrough();
setImmediate(() => bad.destroy(new Error("broken")));
await done.finished(bad).catch((error) => console.log(error.message));
const stop = new AbortController();
const stopped = addAbortSignal(stop.signal, new Readable({ read() {} }));
setImmediate(() => stop.abort());
try { for await (const chunk of stopped) console.log(chunk); } catch (error) { console.log(error.name, error.code); }
const late = new AbortController();
setTimeout(() => late.abort(), 5);
await done.pipeline(new Readable({ read() {} }), new PassThrough(), { signal: late.signal }).catch((error) => console.log(error.name, error.message));

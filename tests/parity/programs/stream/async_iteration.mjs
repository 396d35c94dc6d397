import { Readable, PassThrough } from "node:stream";
import { pipeline, finished } from "node:stream/promises";
for await (const chunk of Readable.from([1, { a: 2 }, "x"])) console.log(chunk);
const readable = new Readable({ read() { this.push("data"); this.push(null); } });
readable.setEncoding("utf8");
for await (const chunk of readable) console.log(chunk);
const broken = new Readable({ read() { this.destroy(new Error("broken")); } });
try {
  for await (const chunk of broken) console.log(chunk);
} catch (error) {
  console.log(error.message, broken.destroyed);
}
const early = Readable.from([1, 2, 3]);
for await (const chunk of early) { console.log(chunk); break; }
console.log(early.destroyed);
const out = new PassThrough();
out.resume();
await pipeline(Readable.from(["a"]), async function* (source) { for await (const chunk of source) yield `${chunk}!`; }, out);
await finished(out);

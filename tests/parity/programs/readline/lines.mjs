// Lines of a file and of a stream: one by one, as events, whatever ends them.
import { createReadStream, writeFileSync, rmSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import * as promises from "node:readline/promises";
import { PassThrough, Readable } from "node:stream";

const file = path.join(import.meta.dirname, "lines.tmp");
writeFileSync(file, "first\r\nsecond\n\nlast without an end, 你好");
try {
  let n = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) console.log(++n, JSON.stringify(line));
  const prices = new Map();
  for await (const line of createInterface({ input: Readable.from(["tea;4", ".5\ncu", "p;9\n"]) })) {
    const [name, price] = line.split(";");
    prices.set(name, Number(price));
  }
  console.log(prices);
} finally {
  rmSync(file);
}
const input = new PassThrough();
const output = new PassThrough();
const rl = createInterface({ input, output, prompt: "shop> " });
rl.on("line", (line) => {
  if (line === "quit") return rl.close();
  console.log("line", line);
  rl.prompt();
});
rl.on("pause", () => console.log("pause")).on("close", () => console.log("close", JSON.stringify(output.read()?.toString())));
rl.prompt();
input.write("one\ntwo\nqu");
input.write("it\n");
await new Promise((resolve) => rl.once("close", resolve));

const questions = new PassThrough();
const asked = promises.createInterface({ input: questions, output: new PassThrough() });
setImmediate(() => questions.write("tea\n"));
const what = await asked.question("What? ");
setImmediate(() => questions.write("3\n"));
const count = Number(await asked.question("How many? "));
console.log({ what, count });
asked.close();
try { await asked.question("again? "); } catch (error) { console.log(error.name, error.code, error.message); }
const stop = new AbortController();
const waiting = promises.createInterface({ input: new PassThrough(), output: new PassThrough() });
setImmediate(() => stop.abort());
await waiting.question("? ", { signal: stop.signal }).catch((error) => console.log(error.name, error.code));
waiting.close();

// An answer of fs.promises comes in a later turn: what was to be done before it is done.
import fs from "node:fs";

const seen = [];
const stat = fs.promises.stat(".").then(() => seen.push("stat"));
const missing = fs.promises.readFile("none.csv").catch((error) => seen.push(error.code));
process.nextTick(() => seen.push("tick"));
Promise.resolve().then(() => seen.push("microtask"));
await null;
seen.push("code");
await Promise.all([stat, missing]);
console.log(seen.slice(0, 3).sort().join(", "));
console.log(seen.slice(3).sort().join(", "));

let turns = 0;
let waits = true;
const turn = () => {
  turns += 1;
  if (waits) setImmediate(turn);
};
setImmediate(turn);
for (let i = 0; i < 20; i += 1) await fs.promises.stat(".");
waits = false;
console.log(turns > 5);

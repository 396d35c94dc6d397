// A callback of I/O runs in the poll phase: what it leaves to an immediate comes before a timer that it starts.
const fs = require("fs");

const seen = [];
fs.readFile(__filename, () => {
  seen.push("read");
  setTimeout(() => console.log([...seen, "timer of read"].join(", ")), 0);
  setImmediate(() => seen.push("immediate of read"));
  process.nextTick(() => seen.push("tick of read"));
});

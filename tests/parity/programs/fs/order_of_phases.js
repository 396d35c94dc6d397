// A callback of I/O runs in the poll phase: immediates that wait come before it, and what it leaves to an
// immediate comes before a timer that it starts.
const fs = require("fs");

const seen = [];
fs.readFile(__filename, () => {
  seen.push("read");
  setTimeout(() => {
    seen.push("timer of read");
    console.log(seen.filter((one) => one !== "timer").join(", "));
  }, 0);
  setImmediate(() => seen.push("immediate of read"));
  process.nextTick(() => seen.push("tick of read"));
});
setImmediate(() => seen.push("immediate"));

fs.promises.readFile("none").catch((error) => {
  setTimeout(() => console.log("timer of the promise"), 0);
  setImmediate(() => console.log("immediate of the promise:", error.code));
});

// parity: stderr
// Where an error of a callback ends: not in the try around what started it.
try {
  setTimeout(() => { throw new TypeError("from a timer"); }, 5);
} catch { console.log("never"); }
setTimeout(() => console.log("never, the timer before it ended the program"), 30);
const order = [];
(async () => {
  try { await Promise.reject(new Error("a")); } catch (error) { order.push(error.message); } finally { order.push("finally"); }
  const value = await Promise.resolve(1).then((n) => { throw new Error(`b${n}`); }).catch((error) => error.message).finally(() => "ignored");
  order.push(value);
})();
process.on("exit", (code) => console.log(order, code, process.exitCode));
console.log("first");

// parity: stderr
console.count();
console.count("x");
console.count();
console.countReset();
console.count();
console.countReset("unknown");
console.assert(true, "not shown");
console.assert(false);
console.assert(false, "shown %s", "here");
console.assert(false, { a: 1 });
console.assert(0, "zero", [1]);
console.error("to %s", "stderr", { a: 1 });
console.warn("warned");
console.timeEnd("no such");
console.trace("here %d", 1);

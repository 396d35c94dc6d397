// ends: finished or threw ReferenceError or threw TypeError
// Everything global is taken away or replaced; the program is still ended as any other.
const out = process.stdout.write.bind(process.stdout);
setTimeout(() => out('end\n'), 5);
globalThis.console = null;
globalThis.Buffer = () => { throw 1; };
globalThis.queueMicrotask = globalThis.setImmediate = globalThis.setTimeout = null;
for (const name of Object.getOwnPropertyNames(globalThis)) {
  try { delete globalThis[name]; } catch { /* it stays */ }
}

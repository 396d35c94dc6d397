// ends: finished or exited 5 or threw
// The process object is emptied and frozen.
const out = process.stdout.write.bind(process.stdout);
for (const name of Object.getOwnPropertyNames(process)) {
  try { delete process[name]; process[name] = () => { throw new Error(name); }; } catch { /* it stays */ }
}
Object.setPrototypeOf(process, null);
Object.freeze(process);
setImmediate(() => out('end\n'));

// What pipeTo does at the end of either side, and when it is told to leave a side alone.
const source = (chunks, end = "close") => new ReadableStream({
  start(controller) {
    for (const chunk of chunks) controller.enqueue(chunk);
    if (end === "close") controller.close();
  },
  pull(controller) { if (end instanceof Error) controller.error(end); },
  cancel(reason) { console.log("  cancel:", reason?.message ?? reason); },
});
const sink = (failAt) => new WritableStream({
  write(chunk) { if (chunk === failAt) throw new Error(`sink at ${chunk}`); console.log("  write", chunk); },
  close() { console.log("  close"); },
  abort(reason) { console.log("  abort:", reason?.message ?? reason); },
});
async function run(name, from, to, options) {
  console.log(name);
  await from.pipeTo(to, options).then(
    (value) => console.log("  piped", value),
    (error) => console.log("  failed:", error?.name, error?.code, error?.message ?? error),
  );
  console.log(" ", from, to);
}
await run("all", source([1, 2]), sink());
await run("kept open", source([1]), sink(), { preventClose: true });
await run("source fails", source([1], new Error("source")), sink());
await run("source fails, not told", source([1], new Error("source")), sink(), { preventAbort: true });
await run("sink fails", source([1, 2, 3], "open"), sink(2));
await run("sink fails, not told", source([1, 2, 3], "open"), sink(2), { preventCancel: true });
const closed = sink();
await closed.close();
await run("sink is closed", source([1]), closed);
const controller = new AbortController();
setTimeout(() => controller.abort(), 5);
await run("stopped", source([1], "open"), sink(), { signal: controller.signal });
await run("stopped before", source([1], "open"), sink(), { signal: AbortSignal.abort("never") });
await run("stopped alone", source([1], "open"), sink(), { signal: AbortSignal.abort("no"), preventAbort: true, preventCancel: true });
const target = sink();
for (const part of [[1, 2], [3]]) await source(part).pipeTo(target, { preventClose: true });
const writer = target.getWriter();
await writer.write("last");
await writer.close();
const slow = new WritableStream({ write: (chunk) => new Promise((resolve) => setTimeout(() => { console.log("slow", chunk); resolve(); }, 2)) });
let made = 0;
await new ReadableStream({ pull(control) { made += 1; console.log("made", made); control.enqueue(made); if (made === 4) control.close(); } }, { highWaterMark: 0 }).pipeTo(slow);
console.log("locked:", slow.locked);

// A WritableStream gives its sink one chunk after the other and says when it is full.
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const slow = new WritableStream(
  {
    start(controller) { console.log("start", controller.signal.aborted); },
    async write(chunk) { console.log("write", chunk); await pause(2); console.log("written", chunk); },
    close() { console.log("close"); },
    abort(reason) { console.log("abort", reason); },
  },
  { highWaterMark: 2 },
);
console.log(slow);
const writer = slow.getWriter();
console.log(slow.locked, writer.desiredSize);
writer.write("a").then((value) => console.log("a is done", value));
console.log(writer.desiredSize);
writer.write("b");
console.log(writer.desiredSize);
await writer.ready;
console.log("ready", writer.desiredSize);
await writer.write("c");
await Promise.all([writer.close(), writer.closed]);
console.log(slow, writer.desiredSize);
writer.releaseLock();
console.log(slow.locked);
const sizes = new WritableStream({ write: () => pause(1) }, new ByteLengthQueuingStrategy({ highWaterMark: 10 })).getWriter();
for (const length of [3, 4, 5]) { sizes.write(new Uint8Array(length)); console.log(sizes.desiredSize); }
await sizes.close();
let stopped;
const given = new WritableStream({
  start(controller) { controller.signal.addEventListener("abort", () => console.log("told", controller.signal.reason)); },
  write: () => new Promise((resolve) => { stopped = resolve; }),
  abort(reason) { console.log("abort", reason); },
});
const giver = given.getWriter();
giver.closed.catch((reason) => console.log("closed:", reason));
const writes = [giver.write(1), giver.write(2)];
await pause(1);
const aborting = giver.abort("enough");
console.log(given);
stopped();
console.log(await Promise.allSettled(writes), await aborting, given);
const bad = new WritableStream({ write(chunk) { if (chunk === 2) throw new Error("two"); } });
const told = bad.getWriter();
told.closed.catch((error) => console.log("closed:", error.message));
console.log(await Promise.allSettled([1, 2, 3].map((chunk) => told.write(chunk))).then((list) => list.map(({ status, reason }) => reason?.message ?? status)));
told.ready.catch((error) => console.log("ready:", error.message));
await pause(1);
console.log(bad, told.desiredSize);
const ended = new WritableStream({ start(controller) { controller.error(new Error("from the start")); } });
await ended.getWriter().write(1).catch((error) => console.log(error.message));
const order = [];
const quick = new WritableStream({ write(chunk) { order.push(`sink ${chunk}`); } }).getWriter();
for (const chunk of [1, 2, 3]) quick.write(chunk).then(() => order.push(`done ${chunk}`));
await quick.close();
console.log(order.join(", "));

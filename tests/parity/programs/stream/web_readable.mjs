// A ReadableStream asks its source for as much as it wants, and gives it in order.
let asked = 0;
const counted = new ReadableStream(
  {
    start(controller) { console.log("start", controller.desiredSize); },
    pull(controller) {
      asked += 1;
      controller.enqueue(asked);
      console.log("pull", asked, controller.desiredSize);
      if (asked === 5) controller.close();
    },
    cancel(reason) { console.log("cancel", reason); },
  },
  new CountQueuingStrategy({ highWaterMark: 2 }),
);
console.log(counted, counted.locked);
await new Promise((resolve) => setTimeout(resolve, 5));
const reader = counted.getReader();
console.log(reader, counted.locked);
for (let step = await reader.read(); !step.done; step = await reader.read()) console.log(step);
await reader.closed;
reader.releaseLock();
console.log(counted, counted.locked);
const sized = new ReadableStream(
  { start(controller) {
    for (const text of ["tea", "coffee"]) {
      controller.enqueue(new TextEncoder().encode(text));
      console.log(text, controller.desiredSize);
    }
  } },
  new ByteLengthQueuingStrategy({ highWaterMark: 8 }),
);
console.log(await sized.getReader().read());
const left = new ReadableStream({ cancel(reason) { console.log("left because", reason); return "unseen"; } });
console.log(await left.cancel("enough"), left);
const failing = new ReadableStream({ pull() { throw new Error("no more"); } });
const last = failing.getReader();
last.closed.catch((error) => console.log("closed:", error.message));
await last.read().catch((error) => console.log("read:", error.message));
console.log(failing);
const [first, second] = new ReadableStream({
  start(controller) { for (const letter of "abc") controller.enqueue(letter); controller.close(); },
  cancel(reason) { console.log("both", reason); },
}).tee();
const all = async (stream) => { const list = []; for await (const chunk of stream) list.push(chunk); return list; };
console.log(await all(first), await all(second));
const twins = new ReadableStream({ cancel(reason) { console.log("both", reason); } }).tee();
console.log(await Promise.all([twins[0].cancel("one"), twins[1].cancel("two")]));
const waiting = [];
const late = new ReadableStream({ start(controller) { waiting.push(controller); } }).getReader();
const reads = [late.read(), late.read(), late.read()];
console.log(late);
waiting[0].enqueue("x");
waiting[0].enqueue("y");
waiting[0].close();
console.log(await Promise.all(reads));

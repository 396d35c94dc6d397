// What misuse of the streams of the web is answered with.
import * as web from "node:stream/web";
async function tell(name, act) {
  try { console.log(name, "gives", await act()); } catch (error) { console.log(name, error.name, error.code, error.message); }
}
const held = new ReadableStream();
const reader = held.getReader();
const full = new WritableStream();
const writer = full.getWriter();
let control;
const ended = new ReadableStream({ start(controller) { control = controller; controller.close(); } });
const cases = {
  source: () => new ReadableStream(5), type: () => new ReadableStream({ type: "x" }), pull: () => new ReadableStream({ pull: 1 }),
  mark: () => new ReadableStream({}, { highWaterMark: -1 }), size: () => new ReadableStream({}, { size: 1 }),
  strategy: () => new ReadableStream({}, 5), sink: () => new WritableStream(null), write: () => new WritableStream({ write: {} }),
  transform: () => new TransformStream({ transform: "x" }), readableType: () => new TransformStream({ readableType: "bytes" }),
  count: () => new CountQueuingStrategy({}), bytes: () => new ByteLengthQueuingStrategy(), from: () => ReadableStream.from(5),
  getReader: () => held.getReader(), mode: () => new ReadableStream().getReader({ mode: "fast" }),
  byob: () => ended.getReader({ mode: "byob" }), tee: () => held.tee(), cancel: () => held.cancel(), values: () => held.values(),
  pipeTo: () => held.pipeTo(full), target: () => ended.pipeTo({}), locked: () => ended.pipeTo(full),
  signal: () => ended.pipeTo(new WritableStream(), { signal: 1 }), through: () => ended.pipeThrough({}),
  half: () => ended.pipeThrough({ readable: held }), enqueue: () => control.enqueue(1), close: () => control.close(),
  getWriter: () => full.getWriter(), abort: () => full.abort(), end: () => full.close(),
  controller: () => new ReadableStreamDefaultController(), wrongReader: () => new ReadableStreamDefaultReader(1),
  wrongWriter: () => new WritableStreamDefaultWriter({}), readThis: () => ReadableStreamDefaultReader.prototype.read.call({}),
  lockedThis: () => Reflect.get(ReadableStream.prototype, "locked", {}), teeThis: () => ReadableStream.prototype.tee.call([]),
  writeThis: () => WritableStreamDefaultWriter.prototype.write.call({}), encoding: () => new TextDecoderStream("none"),
  badSize: () => new ReadableStream({ start(c) { c.enqueue(1); } }, { size: () => -1 }),
};
for (const [name, act] of Object.entries(cases)) await tell(name, act);
const pending = reader.read();
reader.releaseLock();
await tell("pending", () => pending);
await tell("released", () => reader.read());
await tell("closed", () => reader.closed);
await writer.close();
await tell("late write", () => writer.write(1));
await tell("late close", () => writer.close());
writer.releaseLock();
await tell("released write", () => writer.write(1));
await tell("released size", () => writer.desiredSize);
console.log(web.ReadableStream === ReadableStream, web.TransformStream === TransformStream, typeof web.TextDecoderStream);

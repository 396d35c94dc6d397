// A TransformStream changes what is written; text and bytes have their own.
const all = async (stream) => { const list = []; for await (const chunk of stream) list.push(chunk); return list; };
const doubled = new TransformStream({
  start(controller) { controller.enqueue("head"); },
  transform(chunk, controller) { controller.enqueue(chunk * 2); },
  flush(controller) { controller.enqueue("tail"); },
});
console.log(doubled.readable, doubled.writable);
console.log(await all(ReadableStream.from([1, 2, 3]).pipeThrough(doubled)));
console.log(await all(ReadableStream.from(["as", "it", "is"]).pipeThrough(new TransformStream())));
const lines = () => {
  let rest = "";
  return new TransformStream({
    transform(chunk, controller) {
      const parts = (rest + chunk).split("\n");
      rest = parts.pop();
      for (const part of parts) controller.enqueue(part);
    },
    flush(controller) { if (rest !== "") controller.enqueue(rest); },
  });
};
console.log(await all(ReadableStream.from(["one\ntw", "o\nth", "ree"]).pipeThrough(lines())));
const few = new TransformStream({
  transform(chunk, controller) { controller.enqueue(chunk); if (chunk === 2) controller.terminate(); },
});
console.log(await all(ReadableStream.from([1, 2, 3]).pipeThrough(few)));
const bad = new TransformStream({ async transform(chunk) { throw new Error(`not ${chunk}`); } });
await all(ReadableStream.from([1]).pipeThrough(bad)).catch((error) => console.log(error.message));
const left = new TransformStream({ cancel(reason) { console.log("cancel", reason); } });
await left.readable.cancel("enough");
await left.writable.getWriter().write(1).catch((reason) => console.log(reason));
const full = new TransformStream({}, { highWaterMark: 3 }, { highWaterMark: 1 });
const writer = full.writable.getWriter();
console.log(writer.desiredSize);
for (const chunk of [1, 2, 3, 4]) { writer.write(chunk); console.log(writer.desiredSize); }
const reader = full.readable.getReader();
console.log(await reader.read(), await reader.read());
await writer.ready;
console.log(writer.desiredSize);
const bytes = await all(ReadableStream.from(["tea", "", "\ud83c", "\udf75", 5]).pipeThrough(new TextEncoderStream()));
console.log(bytes);
const cut = [Uint8Array.of(0xef, 0xbb), Uint8Array.of(0xbf, 0x74, 0xc3), Uint8Array.of(0xa9), Uint8Array.of(0xf0, 0x9f)];
console.log(await all(ReadableStream.from(cut).pipeThrough(new TextDecoderStream())));
const strict = new TextDecoderStream("utf-8", { fatal: true, ignoreBOM: true });
console.log(strict.encoding, strict.fatal, strict.ignoreBOM, new TextEncoderStream().encoding);
await all(ReadableStream.from([Uint8Array.of(0xff)]).pipeThrough(strict)).catch((error) => console.log(error.name, error.code));
await all(ReadableStream.from(["text"]).pipeThrough(new TextDecoderStream())).catch((error) => console.log(error.message));
const path = ReadableStream.from(["a,b", ",c"]).pipeThrough(new TextEncoderStream()).pipeThrough(new TextDecoderStream());
console.log((await all(path)).join("|"));

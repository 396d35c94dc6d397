// Streams of one's own: a source that counts, a transform of lines, a slow sink, objects.
const { Readable, Transform, Writable, PassThrough } = require("node:stream");
const { pipeline } = require("node:stream/promises");
class Count extends Readable {
  constructor(end, options) { super(options); this.n = 0; this.end = end; }
  _read() { this.n += 1; this.push(this.n > this.end ? null : `${this.n}\n`); }
}
class Lines extends Transform {
  constructor() { super({ readableObjectMode: true }); this.rest = ""; }
  _transform(chunk, encoding, done) {
    const lines = (this.rest + chunk).split("\n");
    this.rest = lines.pop();
    for (const line of lines) this.push({ line });
    done();
  }
  _flush(done) { if (this.rest) this.push({ line: this.rest, last: true }); done(); }
}
class Slow extends Writable {
  constructor() { super({ objectMode: true, highWaterMark: 2 }); this.seen = []; }
  _write(item, encoding, done) { this.seen.push(item); setTimeout(done, 1); }
  _final(done) { this.seen.push("final"); done(); }
  _destroy(error, done) { this.seen.push(`destroy ${error?.message ?? "-"}`); done(error); }
}
async function main() {
  const slow = new Slow();
  await pipeline(new Count(4), new Lines(), slow);
  console.log(slow.seen, slow.writableFinished, slow.destroyed);
  const lines = new Lines();
  lines.write("a\nb");
  lines.end("c\nd");
  for await (const item of lines) console.log(item);
  for (const [name, stages] of Object.entries({
    "source fails": [new Readable({ read() { this.destroy(new Error("no source")); } }), new Slow()],
    "transform fails": [Readable.from(["x"]), new Transform({ transform: (c, e, done) => done(new Error("no transform")) }), new Slow()],
    "sink fails": [Readable.from(["x"]), new Writable({ objectMode: true, write: (c, e, done) => done(new Error("no sink")) })],
    "read throws": [new Readable({ read() { throw new Error("thrown in read"); } }), new Slow()],
    "generator throws": [async function* () { yield "a"; throw new Error("in generator"); }, new Slow()],
    "no read": [new Readable(), new Slow()],
  })) {
    try { await pipeline(...stages); console.log(name, "fine"); } catch (error) { console.log(name, error.code ?? "-", error.message, stages.at(-1).seen ?? ""); }
  }
  const sink = new Slow();
  console.log([1, 2, 3].map((n) => sink.write(n)), sink.writableLength, sink.writableNeedDrain);
  sink.on("drain", () => { console.log("drain", sink.seen); sink.end(); }).on("finish", () => console.log("finish")).on("close", () => console.log("close", sink.seen));
  const pass = new PassThrough();
  pass.on("error", (error) => console.log(error.code));
  pass.end("x");
  pass.write("y");
  try { new PassThrough().write(null); } catch (error) { console.log(error.code); }
}
main();

const { Writable } = require("stream");
const writable = new Writable({
  construct(done) { console.log("construct"); setImmediate(done); },
  write(chunk, encoding, done) { console.log("write", String(chunk), encoding); setImmediate(done); },
  writev(chunks, done) { console.log("writev", chunks.map((one) => String(one.chunk))); setImmediate(done); },
  final(done) { console.log("final"); done(); },
  decodeStrings: false,
});
writable.write("a", () => console.log("a written"));
writable.cork();
writable.write("b", "latin1");
writable.write(Buffer.from("c"));
writable.uncork();
writable.end("d", () => console.log("ended"));
writable.on("finish", () => console.log("finish"));
for (const bad of [null, 5, {}]) {
  try {
    new Writable({ write() {} }).write(bad);
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}

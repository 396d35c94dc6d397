const stream = require("stream");
console.log(Object.keys(stream).filter((name) => /^[A-Z]/.test(name)).sort());
console.log(typeof stream, stream.Stream === stream, stream.getDefaultHighWaterMark(false), stream.getDefaultHighWaterMark(true));
console.log(new stream.Readable() instanceof stream, new stream.Duplex() instanceof stream.Writable, stream.Readable.prototype.constructor.name);
try {
  new stream.Readable().read();
} catch (error) {
  console.log(error.code, error.message);
}
const readable = new stream.Readable();
readable.on("error", (error) => console.log(error.code, error.message));
readable.read();

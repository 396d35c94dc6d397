const encoder = new TextEncoder();
const decoder = new TextDecoder();
console.log(encoder.encoding, decoder.encoding, decoder.fatal, decoder.ignoreBOM);
console.log(encoder.encode("é€😀"), decoder.decode(encoder.encode("é€😀")));
console.log(encoder.encodeInto("héllo", new Uint8Array(4)), JSON.stringify(decoder.decode(new Uint8Array([0xff, 0x41]))));
console.log(new TextDecoder("utf-16le").decode(new Uint8Array([0x41, 0, 0x42, 0])), new TextDecoder("latin1").encoding);
const streaming = new TextDecoder();
console.log(JSON.stringify(streaming.decode(new Uint8Array([0xe2, 0x82]), { stream: true })), streaming.decode(new Uint8Array([0xac])));
for (const make of [() => new TextDecoder("nope"), () => new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array([0xff]))]) {
  try {
    make();
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
console.log(encoder.encode("\ud800"), encoder.encode(), decoder.decode(), decoder.decode(new Uint8Array([0xef, 0xbb, 0xbf, 0x41])).length);

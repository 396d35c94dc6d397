// Packed and unpacked at once, by a callback, by a promise; levels; what is no packed data.
const zlib = require("node:zlib");
const { promisify } = require("node:util");
const text = "green tea, black tea, white tea; ".repeat(30);
for (const [pack, unpack] of [["gzipSync", "gunzipSync"], ["deflateSync", "inflateSync"], ["deflateRawSync", "inflateRawSync"], ["gzipSync", "unzipSync"], ["deflateSync", "unzipSync"]]) {
  const packed = zlib[pack](text);
  console.log(pack, unpack, Buffer.isBuffer(packed), packed.length < 80, zlib[unpack](packed).toString() === text);
}
console.log(zlib.gzipSync("x").subarray(0, 4), zlib.deflateSync("x")[0].toString(16), zlib.crc32("green tea"), zlib.crc32("tea", zlib.crc32("green ")));
console.log(zlib.gunzipSync(Buffer.concat([zlib.gzipSync("one "), zlib.gzipSync("two")])).toString(), zlib.inflateSync(zlib.deflateSync("")).length);
console.log(zlib.deflateSync(text, { level: 0 }).length > text.length, zlib.gunzipSync(zlib.gzipSync(text, { level: zlib.constants.Z_BEST_SPEED })).length);

const attempt = (name, call) => { try { console.log(name, call()); } catch (error) { console.log(name, error.name, error.code, error.errno, error.message); } };
attempt("no gzip", () => zlib.gunzipSync("green tea"));
attempt("no deflate", () => zlib.inflateSync(Buffer.from("green tea")));
attempt("cut", () => zlib.gunzipSync(zlib.gzipSync(text).subarray(0, 30)));
attempt("changed", () => { const packed = zlib.gzipSync(text); packed[packed.length - 6] ^= 1; return zlib.gunzipSync(packed); });
attempt("empty", () => zlib.gunzipSync(Buffer.alloc(0)));
attempt("number", () => zlib.gzipSync(5));
attempt("level", () => zlib.gzipSync("x", { level: 10 }));
attempt("too long", () => zlib.gunzipSync(zlib.gzipSync(text), { maxOutputLength: 100 }));
attempt("no callback", () => zlib.gzip("x"));
zlib.gzip(text, (error, packed) => {
  console.log("callback", error, zlib.gunzipSync(packed).length);
  // One after the other: which of two threads is done first is nobody's promise.
  zlib.gunzip("no", (failure, nothing) => {
    console.log(failure.code, nothing);
    promisify(zlib.deflate)(text).then(promisify(zlib.inflate)).then((bytes) => console.log("promise", bytes.length));
  });
});
console.log("first");

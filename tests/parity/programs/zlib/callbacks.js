"use strict";

// The functions of zlib with a callback: whole inputs, odd ones, and errors.

const zlib = require("node:zlib");

function wrong(name, begin) {
  try {
    begin();
    console.log(name, "began");
  } catch (error) {
    console.log(name, error.name, error.code, error.message);
  }
}

const never = () => console.log("never");
wrong("no callback", () => zlib.gzip("a"));
wrong("no callback", () => zlib.gzip("a", {}));
wrong("level", () => zlib.gzip("a", { level: 99 }, never));
wrong("level first", () => zlib.gzip(5, { level: 99 }));
wrong("input", () => zlib.gzip(5, never));

const packed = zlib.gzipSync("hello hello hello");
const dictionary = Buffer.from("hello");
const cases = [
  ["gunzip", packed], ["unzip", packed], ["unzip", zlib.deflateSync("of deflate")], ["unzip", ""], ["unzip", "x"], ["unzip", Buffer.from([0x1f])],
  ["gunzip", "abc"], ["gunzip", ""], ["inflate", ""], ["inflateRaw", ""], ["gunzip", packed.subarray(0, 15)], ["gunzip", packed.subarray(0, 15), { finishFlush: zlib.constants.Z_SYNC_FLUSH }],
  ["gunzip", packed, { maxOutputLength: 3 }], ["gunzip", packed, { maxOutputLength: 17 }], ["gunzip", Buffer.concat([packed, zlib.gzipSync("and more")])],
  ["gunzip", Buffer.concat([packed, Buffer.alloc(9)])], ["gunzip", Buffer.concat([packed, Buffer.from("xx")])],
  ["inflate", Buffer.concat([zlib.deflateSync("one"), Buffer.from("rest")])],
  ["inflate", zlib.deflateSync("hello", { dictionary })], ["inflate", zlib.deflateSync("hello", { dictionary }), { dictionary }],
  ["inflate", zlib.deflateSync("hello", { dictionary }), { dictionary: Buffer.from("other") }], ["inflateRaw", zlib.deflateRawSync("hello", { dictionary }), { dictionary }],
  ["inflate", Buffer.from([0x78, 0x9c, 0xff, 0xff])], ["inflate", "not packed"], ["inflateRaw", Buffer.from([0xff])],
];

(async () => {
  const done = (name, ...values) => new Promise((resolve) => zlib[name](...values, (error, result) => resolve([error, result])));
  for (const [name, input, options] of cases) {
    const [error, result] = await (options ? done(name, input, options) : done(name, input));
    console.log(name, error && [error.name, error.code, error.errno, error.message], result && result.toString());
  }
  const large = Buffer.alloc(300000, "a whole page of words ");
  for (const [pack, unpack] of [["gzip", "gunzip"], ["deflate", "inflate"], ["deflateRaw", "inflateRaw"]]) {
    for (const input of ["", "x", large]) {
      for (const options of [{}, { level: 0 }, { level: 9, windowBits: 10 }, { chunkSize: 64 }, { dictionary }]) {
        const [error, bytes] = await done(pack, input, options);
        const [failed, back] = await done(unpack, bytes, pack === "gzip" ? {} : options);
        console.log(pack, error, failed && failed.message, back && back.equals(Buffer.from(input)));
      }
    }
  }
})();

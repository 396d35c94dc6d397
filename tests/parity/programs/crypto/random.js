// Random bytes, numbers and ids: only their forms can be compared.
const crypto = require("node:crypto");
const { randomBytes, randomInt, randomUUID, randomFillSync } = crypto;
console.log(randomBytes(16).length, randomBytes(0), Buffer.isBuffer(randomBytes(4)), randomBytes(8).toString("hex").length, randomBytes(9).toString("base64url").length);
console.log(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(randomUUID()), /^[0-9a-f-]{36}$/.test(globalThis.crypto.randomUUID()));
const rolls = Array.from({ length: 300 }, () => randomInt(1, 7));
console.log([...new Set(rolls)].sort(), Array.from({ length: 50 }, () => randomInt(3)).every((n) => n >= 0 && n < 3 && Number.isInteger(n)));
console.log(new Set(Array.from({ length: 100 }, () => randomUUID())).size);
const buffer = Buffer.alloc(8);
console.log(randomFillSync(buffer, 4) === buffer, buffer.subarray(0, 4), globalThis.crypto.getRandomValues(new Uint16Array(3)).constructor.name);
const attempt = (name, call) => { try { console.log(name, call()); } catch (error) { console.log(name, error.name, error.code, error.message); } };
attempt("negative", () => randomBytes(-1));
attempt("text", () => randomBytes("8"));
attempt("fraction", () => randomInt(1.5));
attempt("empty range", () => randomInt(5, 5));
attempt("too wide", () => randomInt(0, 2 ** 48));
attempt("array", () => globalThis.crypto.getRandomValues([1, 2]));
attempt("floats", () => globalThis.crypto.getRandomValues(new Float32Array(1)));
attempt("too many", () => globalThis.crypto.getRandomValues(new Uint8Array(70000)));
// One after the other, as in zlib/whole.js.
randomBytes(4, (error, bytes) => {
  console.log("later", error, bytes.length);
  randomInt(10, (failure, n) => console.log("later too", failure, n < 10));
});
console.log("first");

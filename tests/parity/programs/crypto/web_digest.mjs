// Web Crypto: digests as browsers have them.
import { webcrypto, createHash } from "node:crypto";
const { subtle } = globalThis.crypto;
const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
const data = new TextEncoder().encode("green tea");
for (const name of ["SHA-1", "SHA-256", "SHA-384", "SHA-512"]) {
  const digest = await subtle.digest(name, data);
  console.log(name, digest instanceof ArrayBuffer, digest.byteLength, hex(digest) === createHash(name.replace("-", "")).update(data).digest("hex"));
}
console.log(hex(await subtle.digest({ name: "sha-256" }, data.buffer)), hex(await subtle.digest("SHA-1", new DataView(data.buffer, 0, 5))));
console.log(webcrypto === globalThis.crypto, webcrypto.subtle === subtle, Object.prototype.toString.call(subtle));
for (const args of [["MD5", data], ["SHA-256", "text"], ["SHA-256"], [undefined, data]]) {
  try {
    console.log(await subtle.digest(...args));
  } catch (error) {
    console.log(error.name, error.code, error instanceof DOMException, error.message);
  }
}
const pending = subtle.digest("SHA-256", data);
data.fill(0);
console.log(hex(await pending).slice(0, 8), hex(await subtle.digest("SHA-256", data)).slice(0, 8));

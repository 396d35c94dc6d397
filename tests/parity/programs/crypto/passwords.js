// A password is kept as salt and scrypt of it, and compared in constant time.
const { scrypt, scryptSync, pbkdf2Sync, pbkdf2, timingSafeEqual, randomBytes, hkdfSync } = require("node:crypto");
const { promisify } = require("node:util");
const derive = promisify(scrypt);

async function keep(password, salt = randomBytes(16)) {
  const key = await derive(password, salt, 32);
  return `${salt.toString("hex")}:${key.toString("hex")}`;
}
async function matches(password, kept) {
  const [salt, key] = kept.split(":").map((part) => Buffer.from(part, "hex"));
  return timingSafeEqual(key, await derive(password, salt, key.length));
}
async function main() {
  console.log(await keep("open sesame", Buffer.from("0123456789abcdef")));
  const kept = await keep("tea time");
  console.log(kept.length, await matches("tea time", kept), await matches("tea tim", kept), kept !== (await keep("tea time")));
  console.log(scryptSync("password", "NaCl", 64, { N: 1024, r: 8, p: 16 }).toString("hex"));
  console.log(pbkdf2Sync("password", "salt", 1000, 20, "sha1").toString("hex"), (await promisify(pbkdf2)("p", "s", 1, 16, "sha512")).toString("base64"));
  console.log(Buffer.from(hkdfSync("sha256", "key", "salt", "info", 16)).toString("hex"));
  const attempt = (name, call) => { try { console.log(name, call()); } catch (error) { console.log(name, error.name, error.code, error.message); } };
  attempt("lengths", () => timingSafeEqual(Buffer.from("a"), Buffer.from("ab")));
  attempt("strings", () => timingSafeEqual("a", "a"));
  attempt("N", () => scryptSync("p", "s", 8, { N: 1000 }));
  attempt("memory", () => scryptSync("p", "s", 8, { N: 2 ** 20 }));
  attempt("no password", () => scryptSync(undefined, "s", 8));
  attempt("length", () => scryptSync("p", "s", -1));
  attempt("no callback", () => scrypt("p", "s", 8));
  attempt("digest", () => pbkdf2Sync("p", "s", 1, 8, "tea"));
  attempt("no digest", () => pbkdf2Sync("p", "s", 1, 8));
  attempt("iterations", () => pbkdf2Sync("p", "s", 0, 8, "sha1"));
}
main();

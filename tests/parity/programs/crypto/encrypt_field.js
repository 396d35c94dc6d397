// A field at rest: AES-256-GCM with a fresh vector, bound to the row that it belongs to.
const { createCipheriv, createDecipheriv, createSecretKey, getCipherInfo, randomBytes, scryptSync } = require("node:crypto");
const key = createSecretKey(scryptSync("open sesame", "salt", 32));
function seal(text, row, iv = randomBytes(12)) {
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  cipher.setAAD(Buffer.from(row));
  return [iv, Buffer.concat([cipher.update(text, "utf8"), cipher.final()]), cipher.getAuthTag()].map((part) => part.toString("base64url")).join(".");
}
function open(sealed, row) {
  const [iv, text, tag] = sealed.split(".").map((part) => Buffer.from(part, "base64url"));
  const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: 16 });
  decipher.setAAD(Buffer.from(row));
  decipher.setAuthTag(tag);
  return decipher.update(text, undefined, "utf8") + decipher.final("utf8");
}
const attempt = (name, call) => { try { console.log(name, call()); } catch (error) { console.log(name, error.name, error.code, error.message); } };
console.log(seal("Zoë, 12 Elm Street", "users/7", Buffer.alloc(12, 1)), seal("", "users/7", Buffer.alloc(12, 1)));
const sealed = seal("Zoë, 12 Elm Street", "users/7");
attempt("right", () => open(sealed, "users/7"));
attempt("other row", () => open(sealed, "users/8"));
attempt("changed", () => open(sealed.replace(/\.(.)/, (_, letter) => `.${letter === "A" ? "B" : "A"}`), "users/7"));
attempt("cut tag", () => open(sealed.slice(0, -8), "users/7"));
attempt("fresh", () => seal("a", "r") !== seal("a", "r"));
attempt("long", () => open(seal("x".repeat(100_000), "r"), "r").length);
attempt("info", () => [getCipherInfo("aes-256-cbc").ivLength, getCipherInfo("aes-256-gcm").keyLength, getCipherInfo("none")]);
attempt("short key", () => createCipheriv("aes-256-gcm", "short", Buffer.alloc(12)));
attempt("unknown", () => createCipheriv("aes-256-tea", key, Buffer.alloc(12)));

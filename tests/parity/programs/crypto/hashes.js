// Digests in each encoding, piece by piece, copied, and used once too often.
const crypto = require("node:crypto");
for (const name of ["md5", "sha1", "sha256", "sha384", "sha512", "SHA256"]) console.log(name, crypto.createHash(name).update("green tea").digest("hex"));
for (const encoding of ["hex", "base64", "base64url", "latin1"]) console.log(encoding, crypto.createHash("sha1").update("你好").digest(encoding));
console.log(crypto.createHash("md5").update("a").digest());
const parts = crypto.createHash("sha256");
parts.update("gre").update(Buffer.from("en")).update(new Uint8Array([32])).update("746561", "hex");
const copy = parts.copy();
console.log(parts.digest("hex") === crypto.createHash("sha256").update("green tea").digest("hex"), copy.update("!").digest("hex"));
console.log(crypto.hash("sha256", "tea"), crypto.hash("md5", "tea", "base64"));
console.log(crypto.createHmac("sha256", "key").update("data").digest("base64"), crypto.createHmac("sha512", Buffer.alloc(200, 7)).update("").digest("hex").length);

const attempt = (name, call) => { try { console.log(name, call()); } catch (error) { console.log(name, error.name, error.code, error.message); } };
attempt("unknown", () => crypto.createHash("tea256"));
attempt("no name", () => crypto.createHash());
attempt("number", () => crypto.createHash("md5").update(5));
attempt("undefined", () => crypto.createHash("md5").update(undefined));
attempt("object", () => crypto.createHash("md5").update({ a: 1 }));
attempt("twice", () => parts.digest("hex"));
attempt("update after", () => parts.update("x"));
attempt("hmac without key", () => crypto.createHmac("sha256"));
attempt("hmac with number", () => crypto.createHmac("sha256", 5));
attempt("hmac unknown", () => crypto.createHmac("tea", "k"));
console.log(crypto.getHashes().includes("sha256"), crypto.createHash("sha256").constructor.name);

const stream = crypto.createHash("sha1");
stream.on("readable", () => { const bytes = stream.read(); if (bytes) console.log("stream", bytes.toString("hex")); });
stream.write("green ");
stream.end("tea");

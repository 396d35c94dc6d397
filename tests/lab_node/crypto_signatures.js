// Signatures that are the same each time, those that are not, and the words for what cannot be signed.
const c = require("crypto");
const fs = require("fs");
const path = require("path");
const pem = (name) => fs.readFileSync(path.join(__dirname, "test_keys", `${name}.pem`), "utf8");
const t = (name, f) => {
  try {
    console.log(name, "->", f());
  } catch (e) {
    console.log(name, "!!", e.constructor.name, e.code, JSON.stringify(e.message), Object.keys(e).join());
  }
};
const key = (name) => c.createPrivateKey(pem(`${name}_private`));
const half = (name) => c.createPublicKey(pem(`${name}_public`));
const data = Buffer.from("The quick brown fox");

const digests = ["md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha512-256", "sha3-224", "sha3-256", "sha3-384", "sha3-512", "RSA-SHA256", "SHA256"];
for (const digest of digests) {
  t(`rsa ${digest}`, () => c.sign(digest, data, key("rsa_2048")).toString("base64url"));
  for (const curve of ["p256", "p384", "p521"]) {
    t(`${curve} ${digest}`, () => {
      const plain = { key: key(curve), dsaEncoding: "ieee-p1363" };
      const [der, other, flat] = [c.sign(digest, data, key(curve)), c.sign(digest, data, key(curve)), c.sign(digest, data, plain)];
      const right = c.verify(digest, data, half(curve), der) && c.verify(digest, data, { key: half(curve), dsaEncoding: "ieee-p1363" }, flat);
      return [right, der.equals(other), flat.length, c.verify(digest, data, half(curve), flat), c.verify(digest, Buffer.from("x"), half(curve), der)].join();
    });
  }
  for (const saltLength of [undefined, -1, -2, -3, -4, 0, 20, 64]) {
    t(`pss ${digest} ${saltLength}`, () => {
      const how = { padding: c.constants.RSA_PKCS1_PSS_PADDING, saltLength };
      const signature = c.sign(digest, data, { key: key("rsa_2048"), ...how });
      const by = (more) => c.verify(digest, data, { key: half("rsa_2048"), ...how, ...more }, signature);
      return [by({}), by({ saltLength: -2 }), by({ saltLength: 33 }), by({ padding: 1 })].join();
    });
  }
}
t("ed25519", () => c.sign(null, data, key("ed25519")).toString("base64url"));
t("ed25519 verify", () => c.verify(null, data, half("ed25519"), c.sign(undefined, data, key("ed25519"))));
t("ed25519 wrong", () => c.verify(null, Buffer.from("x"), half("ed25519"), c.sign(null, data, key("ed25519"))));
t("no digest", () => [key("rsa_2048"), key("p256")].map((one) => c.verify("sha256", data, one, c.sign(null, data, one))).join());

t("stream", () => c.createSign("RSA-SHA256").update("The quick ").update("brown fox").sign(key("rsa_2048"), "hex").slice(0, 40));
t("stream verify", () => c.createVerify("SHA256").update(data).verify(pem("rsa_2048_public"), c.createSign("SHA256").update(data).sign(pem("rsa_2048_private"), "base64"), "base64"));
t("passphrase", () => c.createSign("SHA256").update(data).sign({ key: pem("rsa_2048_private_encrypted"), passphrase: "tea time" }, "hex").slice(0, 40));
t("write", () => {
  const stream = c.createSign("SHA256");
  stream.write("The quick brown fox");
  stream.end();
  return stream.sign(key("rsa_2048"), "hex").slice(0, 40);
});
t("names", () => [c.Sign("sha256") instanceof c.Sign, c.createVerify("sha256") instanceof require("stream").Writable, Object.getOwnPropertyNames(c.Sign.prototype), Object.getOwnPropertyNames(c.Verify.prototype)].join());

const given = {
  undefined: undefined, null: null, number: 5, object: {}, text: "abc", rsa: key("rsa_2048"), half: half("rsa_2048"), p256: key("p256"), ed25519: key("ed25519"),
  secret: c.createSecretKey(Buffer.from("a")), padding: { key: key("rsa_2048"), padding: 99 }, "bad padding": { key: key("rsa_2048"), padding: "a" },
  salt: { key: key("rsa_2048"), padding: 6, saltLength: "a" }, "no salt": { key: key("rsa_2048"), padding: 6, saltLength: -7 }, "long salt": { key: key("rsa_2048"), padding: 6, saltLength: 1000 },
  encoding: { key: key("p256"), dsaEncoding: "x" }, flat: { key: key("p256"), dsaEncoding: "ieee-p1363" }, "padding of p256": { key: key("p256"), padding: 1 },
};
for (const [name, value] of Object.entries(given)) {
  t(`createSign ${name}`, () => c.createSign("sha256").update("a").sign(value).length > 1);
  t(`sign ${name}`, () => c.sign("sha256", data, value).length > 1);
  t(`createVerify ${name}`, () => c.createVerify("sha256").update("a").verify(value, Buffer.alloc(64)));
  t(`verify ${name}`, () => c.verify("sha256", data, value, Buffer.alloc(64)));
}
t("algorithm", () => c.createSign("foo"));
t("no algorithm", () => c.createVerify());
t("sign algorithm", () => c.sign("foo", data, key("rsa_2048")));
t("sign number", () => c.sign(5, data, key("rsa_2048")));
t("data", () => c.sign("sha256", 5, key("rsa_2048")));
t("signature", () => c.verify("sha256", data, half("rsa_2048"), 5));
t("stream data", () => c.createSign("sha256").update(5));
t("stream signature", () => c.createVerify("sha256").verify(half("rsa_2048"), 5));
t("twice", () => { const s = c.createSign("sha256"); s.sign(key("rsa_2048")); s.sign(key("rsa_2048")); });
t("update after", () => { const s = c.createSign("sha256"); s.sign(key("rsa_2048")); s.update("a"); });
t("verify twice", () => { const s = c.createVerify("sha256"); s.verify(half("rsa_2048"), ""); s.verify(half("rsa_2048"), ""); });
t("small key", () => c.sign("sha512", data, { key: key("rsa_1024"), padding: 6, saltLength: -1 }));
for (const length of [0, 1, 255, 256, 257]) t(`length ${length}`, () => c.verify("sha256", data, half("rsa_2048"), Buffer.alloc(length, 255)));
for (const length of [0, 1, 8, 70]) t(`der ${length}`, () => c.verify("sha256", data, half("p256"), Buffer.alloc(length, 0x30)));
c.sign("sha256", data, key("rsa_2048"), (error, signature) => {
  console.log("called back", error, signature.length);
  c.verify("sha256", data, half("rsa_2048"), Buffer.alloc(3), (...args) => console.log("called back", args));
});

// Keys of every form in, every form out, and the words for what is none.
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

const all = {};
for (const name of ["rsa_2048", "rsa_1024", "p256", "p384", "p521", "ed25519"]) {
  all[name] = c.createPrivateKey(pem(`${name}_private`));
  all[`${name}_public`] = c.createPublicKey(pem(`${name}_public`));
}
for (const [name, key] of Object.entries(all)) {
  console.log(name, key, key.type, key.asymmetricKeyType, key.asymmetricKeyDetails, key.symmetricKeySize);
  const types = key.type === "private" ? ["pkcs8", "pkcs1", "sec1"] : ["spki", "pkcs1"];
  for (const type of types) {
    t(`${name} ${type}`, () => {
      const der = key.export({ type, format: "der" });
      const text = key.export({ type, format: "pem" });
      const read = key.type === "private" ? c.createPrivateKey : c.createPublicKey;
      return [c.hash("sha256", der), c.hash("sha256", text), read(text).equals(key), read({ key: der, format: "der", type }).equals(key)].join(" ");
    });
  }
  const jwk = key.export({ format: "jwk" });
  console.log(name, Object.keys(jwk).join(), c.hash("sha256", JSON.stringify(jwk)));
  t(`${name} jwk`, () => (key.type === "private" ? c.createPrivateKey : c.createPublicKey)({ key: jwk, format: "jwk" }).equals(key));
  if (key.type === "private") console.log(name, "half", c.createPublicKey(key).equals(all[`${name}_public`]));
}

const { rsa_2048: rsa, rsa_2048_public: rsaPublic, p256 } = all;
t("files pkcs1", () => [c.createPrivateKey(pem("rsa_2048_private_pkcs1")).equals(rsa), c.createPublicKey(pem("rsa_2048_public_pkcs1")).equals(rsaPublic)]);
t("files sec1", () => c.createPrivateKey(pem("p256_private_sec1")).equals(p256));
t("files buffer", () => c.createPrivateKey(Buffer.from(pem("p256_private"))).equals(p256));
t("files windows lines", () => c.createPrivateKey(pem("p256_private").replaceAll("\n", "\r\n")).equals(p256));
t("files text around", () => c.createPrivateKey(`before\n${pem("p256_private")}after\n`).equals(p256));
t("files two", () => c.createPrivateKey(`${pem("p256_public")}${pem("p256_private")}`).equals(p256));
t("public of private", () => c.createPublicKey(pem("p256_private")).equals(all.p256_public));
t("certificate", () => c.createPublicKey(pem("rsa_2048_certificate")).equals(rsaPublic));
t("encrypted", () => c.createPrivateKey({ key: pem("rsa_2048_private_encrypted"), passphrase: "tea time" }).equals(rsa));
t("encrypted buffer", () => c.createPrivateKey({ key: pem("rsa_2048_private_encrypted"), passphrase: Buffer.from("tea time") }).equals(rsa));
t("encrypted wrong", () => c.createPrivateKey({ key: pem("rsa_2048_private_encrypted"), passphrase: "tea" }));
t("encrypted none", () => c.createPrivateKey(pem("rsa_2048_private_encrypted")));
for (const cipher of ["aes-128-cbc", "aes-256-cbc", "aes256"]) {
  t(`lock ${cipher}`, () => {
    const locked = rsa.export({ type: "pkcs8", format: "pem", cipher, passphrase: "x" });
    return [locked.split("\n")[0], locked.length, c.createPrivateKey({ key: locked, passphrase: "x" }).equals(rsa)].join(" ");
  });
}
t("is key", () => [require("util").types.isKeyObject(rsa), rsa instanceof c.KeyObject, Object.prototype.toString.call(rsa)].join());

const given = {
  garbage: "garbage", empty: "", undefined: undefined, null: null, number: 5, list: [], object: {}, "number in it": { key: 5 },
  public: pem("p256_public"), "key object": p256, "public object": rsaPublic, secret: c.createSecretKey(Buffer.from("a")),
  "short pem": "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
  "no base64": "-----BEGIN PUBLIC KEY-----\n####\n-----END PUBLIC KEY-----\n", "no end": "-----BEGIN PUBLIC KEY-----\nAAAA\n",
  "no type": { key: Buffer.from("aa"), format: "der" }, "bad format": { key: "a", format: "x" },
  "bad type": { key: Buffer.from("aa"), format: "der", type: "x" }, "bad passphrase": { key: pem("p256_private"), passphrase: 5 },
  "jwk empty": { key: { kty: "RSA" }, format: "jwk" }, "jwk short": { key: { kty: "EC", crv: "P-256", x: "a", y: "b" }, format: "jwk" },
  "jwk kind": { key: { kty: "foo" }, format: "jwk" }, "jwk text": { key: "a", format: "jwk" }, "jwk oct": { key: { kty: "oct", k: "a" }, format: "jwk" },
  "jwk curve": { key: { kty: "EC", crv: "x", x: "a", y: "b" }, format: "jwk" }, "jwk okp": { key: { kty: "OKP", crv: "Ed25519", x: "a" }, format: "jwk" },
};
for (const create of ["createPrivateKey", "createPublicKey"]) {
  for (const [name, key] of Object.entries(given)) t(`${create} ${name}`, () => c[create](key).type);
}
const options = {
  none: undefined, empty: {}, "no type": { format: "pem" }, "bad format": { format: "x", type: "spki" }, "bad type": { format: "pem", type: "x" },
  "other half": { format: "pem", type: "spki" }, "unknown cipher": { format: "pem", type: "pkcs8", cipher: "x", passphrase: "a" },
  "no passphrase": { format: "pem", type: "pkcs8", cipher: "aes-256-cbc" }, "no cipher": { format: "pem", type: "pkcs8", passphrase: "a" },
  "bad cipher": { format: "pem", type: "pkcs8", cipher: 5, passphrase: "a" }, "der pkcs1": { format: "der", type: "pkcs1", cipher: "aes-256-cbc", passphrase: "a" },
  "jwk passphrase": { format: "jwk", passphrase: "a" },
};
for (const [name, value] of Object.entries(options)) t(`export ${name}`, () => rsa.export(value).length);

const pairs = [
  [], ["foo"], ["rsa"], ["rsa", {}], ["rsa", { modulusLength: 100 }], ["rsa", { modulusLength: "a" }], ["rsa", { modulusLength: 512, publicExponent: 2 }],
  ["rsa", { modulusLength: 512, publicExponent: 3 }], ["rsa", { modulusLength: 1.5 }], ["rsa", { modulusLength: -1 }], ["rsa", 5], ["ec"], ["ec", {}],
  ["ec", { namedCurve: "foo" }], ["ec", { namedCurve: 5 }], ["ec", { namedCurve: "prime256v1" }], ["ec", { namedCurve: "secp521r1", paramEncoding: "named" }],
  ["ec", { namedCurve: "P-256", paramEncoding: "x" }], ["ed25519"], ["ed25519", { publicKeyEncoding: { type: "spki", format: "pem" } }],
  ["rsa", { modulusLength: 512, publicKeyEncoding: 5 }], ["rsa", { modulusLength: 512, publicKeyEncoding: {} }],
  ["rsa", { modulusLength: 512, publicKeyEncoding: { type: "x", format: "pem" } }],
  ["rsa", { modulusLength: 512, publicKeyEncoding: { type: "pkcs1", format: "pem" }, privateKeyEncoding: { type: "pkcs1", format: "der" } }],
  ["ec", { namedCurve: "P-256", privateKeyEncoding: { type: "pkcs1", format: "der" } }],
  ["ec", { namedCurve: "P-384", privateKeyEncoding: { format: "jwk" } }],
];
for (const args of pairs) {
  t(`pair ${JSON.stringify(args)}`, () => {
    const { publicKey, privateKey } = c.generateKeyPairSync(...args);
    const shown = (key) => (key instanceof c.KeyObject ? JSON.stringify({ ...key.asymmetricKeyDetails }, (k, v) => (typeof v === "bigint" ? `${v}n` : v)) : typeof key);
    return [shown(publicKey), shown(privateKey)].join(" ");
  });
}
t("equals", () => [rsa.equals(rsa), rsa.equals(rsaPublic), rsa.equals(p256), rsa.equals(c.createSecretKey(Buffer.from("a")))].join());
t("equals wrong", () => rsa.equals(5));
t("no callback", () => c.generateKeyPair("rsa", { modulusLength: 512 }));
const show = (error, a, b) => console.log("called back", error, typeof a, b.type);
c.generateKeyPair("ec", { namedCurve: "P-256", publicKeyEncoding: { type: "spki", format: "pem" } }, show);
require("util").promisify(c.generateKeyPair)("rsa", { modulusLength: 1024 }).then((pair) => {
  const signature = c.sign("sha256", Buffer.from("a"), pair.privateKey);
  console.log("promised", Object.keys(pair).join(), c.verify("sha256", Buffer.from("a"), pair.publicKey, signature));
});

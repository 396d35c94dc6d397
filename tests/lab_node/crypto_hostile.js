// Damaged keys, signatures and ciphers end in an error or in an answer, never otherwise.
const c = require("crypto");
const fs = require("fs");
const path = require("path");
const folder = path.join(__dirname, "test_keys");
let state = 1;
const random = (below) => {
  state = (Math.imul(state, 1103515245) + 12345) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
};
const damaged = (bytes) => {
  const copy = Buffer.from(bytes);
  for (let left = 1 + random(3); left > 0; left -= 1) copy[random(copy.length)] = random(256);
  return random(4) === 0 ? copy.subarray(0, random(copy.length)) : copy;
};
let wrong = 0;
function tried(call) {
  try {
    call();
  } catch (error) {
    if (!(error instanceof Error)) wrong += 1;
  }
}
const data = Buffer.from("data");
const use = (key) => {
  const flat = { key, dsaEncoding: "ieee-p1363" };
  const digest = key.asymmetricKeyType === "ed25519" ? null : "sha256";
  if (key.type === "private") tried(() => c.sign(digest, data, key));
  tried(() => c.verify(digest, data, key, Buffer.alloc(64, 1)));
  tried(() => c.verify(digest, data, flat, Buffer.alloc(64, 1)));
  tried(() => c.verify(digest, data, { key, padding: 6 }, Buffer.alloc(256, 1)));
  tried(() => key.export({ format: "jwk" }));
};
for (const name of fs.readdirSync(folder).filter((one) => one.endsWith(".pem") && !one.includes("encrypted"))) {
  const text = fs.readFileSync(path.join(folder, name), "latin1");
  const der = Buffer.from(text.replace(/-----[^-]*-----/g, ""), "base64");
  for (let round = 0; round < 20; round += 1) {
    const bytes = damaged(der);
    for (const type of ["pkcs8", "pkcs1", "sec1", "spki"]) {
      tried(() => use(c.createPrivateKey({ key: bytes, format: "der", type })));
      tried(() => use(c.createPublicKey({ key: bytes, format: "der", type })));
    }
    const label = text.match(/BEGIN ([^-]*)/)[1];
    const pem = `-----BEGIN ${label}-----\n${bytes.toString("base64")}\n-----END ${label}-----\n`;
    tried(() => use(c.createPrivateKey(pem)));
    tried(() => use(c.createPublicKey(pem)));
    tried(() => c.createPublicKey(damaged(Buffer.from(text, "latin1"))));
  }
}
const keys = ["rsa_1024", "p256", "p521", "ed25519"].map((name) => c.createPrivateKey(fs.readFileSync(path.join(folder, `${name}_private.pem`))));
for (const key of keys) {
  const jwk = key.export({ format: "jwk" });
  for (let round = 0; round < 20; round += 1) {
    const name = Object.keys(jwk)[random(Object.keys(jwk).length)];
    const value = [undefined, "", "AA", "Ag", "Aw", "AQAB", jwk[name].slice(1), jwk[name] + "AAAA", jwk.n ?? jwk.x, 5][random(10)];
    tried(() => use(c.createPrivateKey({ key: { ...jwk, [name]: value }, format: "jwk" })));
    tried(() => use(c.createPublicKey({ key: { ...jwk, [name]: value }, format: "jwk" })));
  }
  const digest = key.asymmetricKeyType === "ed25519" ? null : "sha512";
  const signature = c.sign(digest, data, key);
  for (let round = 0; round < 40; round += 1) {
    const other = damaged(signature);
    tried(() => { if (c.verify(digest, data, key, other) && !other.equals(signature)) wrong += 1; });
  }
}
for (const length of [0, 1, 3, 255, 256, 512]) {
  for (const [n, e] of [["AQ", "AQ"], ["Aw", "Aw"], ["Dw", "Aw"], ["////////", "Aw"], [Buffer.alloc(length, 255).toString("base64url"), "AQAB"]]) {
    tried(() => {
      const key = c.createPublicKey({ key: { kty: "RSA", n, e }, format: "jwk" });
      for (const padding of [1, 6]) tried(() => { if (c.verify("sha256", data, { key, padding }, Buffer.alloc(length, 7))) wrong += 1; });
      use(key);
    });
  }
}
console.log("wrong", wrong);

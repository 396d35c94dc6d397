// A public key is public: whoever takes the algorithm from the token takes it for a secret.
const fs = require("node:fs");
const path = require("node:path");
const { createHmac, createVerify } = require("node:crypto");
const jwt = require("jsonwebtoken");
const pem = (name) => fs.readFileSync(path.join(__dirname, "test_keys", `${name}.pem`), "utf8");
const publicKey = pem("rsa_2048_public");

const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const good = jwt.sign({ sub: "7", role: "user", iat: 1000 }, pem("rsa_2048_private"), { algorithm: "RS256" });
const input = `${part({ alg: "HS256", typ: "JWT" })}.${part({ sub: "7", role: "admin", iat: 1000 })}`;
const forged = `${input}.${createHmac("sha256", publicKey).update(input).digest("base64url")}`;

/** A verifier as many wrote it: the token says how it wants to be checked. */
function trusting(token, key) {
  const [head, body, signature] = token.split(".");
  const { alg } = JSON.parse(Buffer.from(head, "base64url"));
  const right = alg === "HS256"
    ? createHmac("sha256", key).update(`${head}.${body}`).digest("base64url") === signature
    : createVerify("RSA-SHA256").update(`${head}.${body}`).verify(key, signature, "base64url");
  if (!right) throw new Error("wrong signature");
  return JSON.parse(Buffer.from(body, "base64url"));
}
function attempt(name, call) {
  try {
    console.log(name, call());
  } catch (error) {
    console.log(name, error.name, error.message);
  }
}
for (const [name, token] of Object.entries({ good, forged })) {
  attempt(`trusting ${name}`, () => trusting(token, publicKey));
  attempt(`package ${name}`, () => jwt.verify(token, publicKey));
  attempt(`package RS256 ${name}`, () => jwt.verify(token, publicKey, { algorithms: ["RS256"] }));
  attempt(`package both ${name}`, () => jwt.verify(token, publicKey, { algorithms: ["RS256", "HS256"] }));
  attempt(`package HS256 ${name}`, () => jwt.verify(token, publicKey, { algorithms: ["HS256"] }));
}
// The key may come with spaces around it and is a key all the same.
attempt("trimmed", () => jwt.verify(forged, publicKey.trim(), { algorithms: ["HS256"] }));
attempt("signed with it", () => jwt.sign({ a: 1 }, publicKey, { algorithm: "RS256" }));

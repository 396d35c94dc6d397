"use strict";

// Hashes, keys from passwords, and randomness (nodejs.org/api/crypto.html).

const { codedError, lazily, withCode } = require("internal/errors");
const { isAnyArrayBuffer } = require("buffer");
const { viewOf, HOLDERS } = require("internal/crypto_bytes");

/** What Node has and the lab has not: each is refused by its name. */
const ABSENT = [
  "checkPrime", "checkPrimeSync", "createDiffieHellman",
  "createDiffieHellmanGroup", "createECDH",
  "diffieHellman", "generatePrime", "generatePrimeSync", "getCurves", "getDiffieHellman",
  "generateKey", "generateKeySync", "privateDecrypt", "privateEncrypt",
  "publicDecrypt", "publicEncrypt", "X509Certificate",
];

/**
 * Whether both have the same bytes.
 * @param {ArrayBuffer | ArrayBufferView} buf1
 * @param {ArrayBuffer | ArrayBufferView} buf2
 * @returns {boolean}
 */
function timingSafeEqual(buf1, buf2) {
  const [one, other] = [[buf1, "buf1"], [buf2, "buf2"]].map(([value, name]) => {
    if (!ArrayBuffer.isView(value) && !isAnyArrayBuffer(value)) {
      const error = codedError("ERR_INVALID_ARG_TYPE", name, HOLDERS, value);
      // Node's words end there: a secret may not be shown.
      error.message = error.message.replace(/ Received .*$/s, "");
      throw error;
    }
    return viewOf(value);
  });
  if (one.length !== other.length) {
    throw withCode(RangeError, "ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH", "Input buffers must have the same byte length");
  }
  let difference = 0;
  for (let at = 0; at < one.length; at += 1) difference |= one[at] ^ other[at];
  return difference === 0;
}

const { Hash, Hmac, hash, createHash, createHmac, getHashes } = require("internal/crypto_hash");
const { KeyObject, createSecretKey, pbkdf2, pbkdf2Sync, scrypt, scryptSync, hkdf, hkdfSync } = require("internal/crypto_keys");
const { argon2, argon2Sync } = require("internal/crypto_argon2");
const random = require("internal/crypto_random");
const signing = require("internal/crypto_sign");

module.exports = {
  argon2, argon2Sync, createHash, createHmac, createSecretKey, getHashes, hkdf, hkdfSync, pbkdf2, pbkdf2Sync,
  randomBytes: random.randomBytes,
  randomFill: random.randomFill,
  randomFillSync: random.randomFillSync,
  randomInt: random.randomInt,
  randomUUID: random.randomUUID,
  scrypt, scryptSync, timingSafeEqual,
  getFips: () => 0,
  hash, Hash, Hmac, KeyObject,
  constants: signing.CONSTANTS,
  createSign: signing.createSign,
  createVerify: signing.createVerify,
  sign: signing.sign,
  verify: signing.verify,
  Sign: signing.Sign,
  Verify: signing.Verify,
  getRandomValues: random.getRandomValues,
};
for (const name of ["webcrypto", "subtle"]) {
  Object.defineProperty(module.exports, name, {
    enumerable: true,
    configurable: true,
    get: () => require("internal/crypto_web")[name],
  });
}
Object.assign(
  module.exports,
  lazily("internal/crypto_asymmetric", "createPrivateKey", "createPublicKey"),
  lazily("internal/crypto_pairs", "generateKeyPairSync"),
  lazily("internal/crypto_cipher", "createCipheriv", "createDecipheriv", "getCiphers", "getCipherInfo"),
);
for (const [name, part] of [["generateKeyPair", "pairs"], ["Cipheriv", "cipher"], ["Decipheriv", "cipher"]]) {
  Object.defineProperty(module.exports, name, {
    enumerable: true,
    configurable: true,
    get: () => require(`internal/crypto_${part}`)[name],
  });
}
for (const name of ABSENT) {
  module.exports[name] = () => {
    throw withCode(Error, "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM", `crypto.${name} is not in the lab`);
  };
}

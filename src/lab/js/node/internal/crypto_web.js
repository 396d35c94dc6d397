"use strict";

// Web Crypto as far as the lab has it: digests and randomness (nodejs.org/api/webcrypto.html).

const { codedError, withCode } = require("internal/errors");
const { isAnyArrayBuffer } = require("buffer");
const { viewOf } = require("internal/crypto_bytes");

const DIGESTS = { "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512" };
const ABSENT = [
  "decapsulateBits", "decapsulateKey", "decrypt", "deriveBits", "deriveKey", "encapsulateBits", "encapsulateKey",
  "encrypt", "exportKey", "generateKey", "getPublicKey", "importKey", "sign", "unwrapKey", "verify", "wrapKey",
];
const MADE = Symbol("made here");

class SubtleCrypto {
  constructor(made) {
    if (made !== MADE) throw codedError("ERR_ILLEGAL_CONSTRUCTOR");
  }

  async digest(algorithm, data) {
    if (arguments.length < 2) {
      throw withCode(
        TypeError, "ERR_MISSING_ARGS",
        `Failed to execute 'digest' on 'SubtleCrypto': 2 arguments required, but only ${arguments.length} present.`,
      );
    }
    const asked = typeof algorithm === "string" ? algorithm : algorithm?.name;
    if (!ArrayBuffer.isView(data) && !isAnyArrayBuffer(data)) {
      const error = new TypeError(
        "Failed to execute 'digest' on 'SubtleCrypto': 2nd argument is not instance of ArrayBuffer, Buffer, TypedArray, or DataView.",
      );
      error.code = "ERR_INVALID_ARG_TYPE";
      throw error;
    }
    const name = Object.keys(DIGESTS).find((one) => one === String(asked).toUpperCase());
    if (name === undefined) throw new DOMException("Unrecognized algorithm name", "NotSupportedError");
    const handle = host.newHash(DIGESTS[name]);
    handle.update(viewOf(data));
    return handle.digest();
  }
}
for (const name of ABSENT) {
  const refuse = async () => {
    throw new DOMException(`crypto.subtle.${name} is not in the lab; crypto.subtle.digest is`, "NotSupportedError");
  };
  Object.defineProperty(SubtleCrypto.prototype, name, { value: refuse, writable: true, configurable: true });
}

class Crypto {
  constructor(made) {
    if (made !== MADE) throw codedError("ERR_ILLEGAL_CONSTRUCTOR");
  }

  get subtle() {
    return subtle;
  }

  getRandomValues(array) {
    return require("internal/crypto_random").getRandomValues(array);
  }

  randomUUID(options) {
    return require("internal/crypto_random").randomUUID(options);
  }
}
for (const Class of [SubtleCrypto, Crypto]) {
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { value: Class.name, configurable: true });
}

const subtle = new SubtleCrypto(MADE);

module.exports = { Crypto, SubtleCrypto, subtle, webcrypto: new Crypto(MADE) };

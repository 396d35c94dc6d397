"use strict";

// What the host's words for a failure are in OpenSSL's, as Node passes them on
// (nodejs.org/api/errors.html, "OpenSSL Error Codes").

const { codedError, withCode } = require("internal/errors");

/** `[library, reason, code, error number]`, and what else stood in OpenSSL's queue. */
const OPENSSL = {
  unreadable: ["DECODER routines", "unsupported", "ERR_OSSL_UNSUPPORTED", "1E08010C"],
  locked: [
    "common libcrypto routines", "interrupted or cancelled", "ERR_OSSL_CRYPTO_INTERRUPTED_OR_CANCELLED", "07880109",
    [
      "error:04800068:PEM routines::bad password read",
      "error:07880109:common libcrypto routines::interrupted or cancelled",
      "error:1C80009F:Provider routines::unable to get passphrase",
      "error:07880109:common libcrypto routines::interrupted or cancelled",
      "error:07880109:common libcrypto routines::interrupted or cancelled",
    ],
  ],
  badPassphrase: [
    "Provider routines", "bad decrypt", "ERR_OSSL_BAD_DECRYPT", "1C800064",
    [
      "error:11800074:PKCS12 routines::pkcs12 cipherfinal error",
      "error:1C800064:Provider routines::bad decrypt",
      "error:11800074:PKCS12 routines::pkcs12 cipherfinal error",
      "error:1C800064:Provider routines::bad decrypt",
    ],
  ],
  digestTooBig: [
    "rsa routines", "digest too big for rsa key", "ERR_OSSL_RSA_DIGEST_TOO_BIG_FOR_RSA_KEY", "02000070",
    signatureQueue("02000070:rsa routines::digest too big for rsa key"),
  ],
  saltTooBig: [
    "rsa routines", "data too large for key size", "ERR_OSSL_RSA_DATA_TOO_LARGE_FOR_KEY_SIZE", "0200006E",
    signatureQueue("0200006E:rsa routines::data too large for key size"),
  ],
  wrongDigest: ["Provider routines", "invalid digest", "ERR_OSSL_INVALID_DIGEST", "1C80007A", null],
  badPadding: [
    "Provider routines", "illegal or unsupported padding mode", "ERR_OSSL_ILLEGAL_OR_UNSUPPORTED_PADDING_MODE", "1C8000A5", null,
  ],
  badSalt: ["Provider routines", "invalid salt length", "ERR_OSSL_INVALID_SALT_LENGTH", "1C800070", null],
  badDecrypt: ["Provider routines", "bad decrypt", "ERR_OSSL_BAD_DECRYPT", "1C800064"],
  noWholeBlock: ["Provider routines", "wrong final block length", "ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH", "1C80006B"],
};

const FAMILIES = "rsa, ec with P-256, P-384 or P-521, and ed25519";

function signatureQueue(reason) {
  return [
    "error:030000EA:digital envelope routines::provider signature failure",
    "error:1C880004:Provider routines::RSA lib",
    `error:${reason}`,
    "error:1C880004:Provider routines::RSA lib",
  ];
}

/**
 * What Node has and the lab has not.
 * @param {string} what begins the sentence
 * @param {string} [instead] what there is
 * @returns {Error}
 */
function notInLab(what, instead = undefined) {
  const hint = instead === undefined ? "" : `; these are: ${instead}`;
  return withCode(Error, "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM", `${what} not in the lab${hint}`);
}

/**
 * The error for a word of the host.
 * @param {string} word
 * @returns {Error}
 */
function failure(word) {
  switch (word) {
    case "unknown":
      return notInLab("keys of this algorithm or curve are", FAMILIES);
    case "unknownCipher":
      return notInLab("keys that are encrypted in this way are", "PKCS #8 with PBES2 and aes-128-cbc or aes-256-cbc");
    case "tooBig":
      return notInLab("RSA keys of so many bits are", "those of up to 4096 bits to be made, of up to 16384 to be read");
    case "tooSmall":
      return new Error("error:1C8000AB:Provider routines::key size too small");
    case "badExponent":
      return new Error("error:020000B2:rsa routines::pub exponent out of range");
    default:
      return openssl(word);
  }
}

function openssl(word) {
  const [library, reason, code, number, queue] = OPENSSL[word] ?? OPENSSL.unreadable;
  const message = `error:${number}:${library}::${reason}`;
  const error = new Error(message);
  if (queue !== null) error.opensslErrorStack = queue === undefined ? [message] : [...queue];
  return Object.assign(error, { library, reason, code });
}

/**
 * What the host gave, unless that is the word of a failure.
 * @template T
 * @param {T | string} given
 * @returns {T}
 */
function orThrow(given) {
  if (typeof given === "string") throw failure(given);
  return given;
}

/** @param {string} type of key that there is @param {string} expected @returns {Error} */
function wrongKind(type, expected) {
  return withCode(TypeError, "ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE", `Invalid key object type ${type}, expected ${expected}.`);
}

/** Node's words for a value of an option, which has no choices to name. */
function wrongOption(name, value) {
  return codedError("ERR_INVALID_ARG_VALUE", name, value);
}

module.exports = { FAMILIES, failure, notInLab, orThrow, wrongKind, wrongOption };

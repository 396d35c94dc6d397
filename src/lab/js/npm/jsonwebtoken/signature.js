"use strict";

// Signatures by the names of RFC 7518, section 3.1.

const { constants, createHmac, createSign, createVerify, timingSafeEqual } = require("crypto");

/** Bytes of each of the two numbers in a signature of ECDSA (RFC 7518, section 3.4). */
const NUMBER_BYTES = { ES256: 32, ES384: 48, ES512: 66 };
const SEQUENCE = 0x30;
const INTEGER = 0x02;

function parts(algorithm) {
  const [, family, bits] = /^(HS|RS|PS|ES)(256|384|512)$/.exec(algorithm) ?? [];
  if (family === undefined && algorithm !== "none") {
    throw new TypeError(`"${algorithm}" is not a valid algorithm.\n  Supported algorithms are:\n  "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512" and "none".`);
  }
  return { family, digest: `sha${bits}` };
}

function withPadding(family, key) {
  if (family !== "PS") return key;
  return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
}

/**
 * @param {string} algorithm
 * @param {string} input
 * @param {KeyObject} [key]
 * @returns {string} in base64url
 */
function signature(algorithm, input, key) {
  const { family, digest } = parts(algorithm);
  if (family === undefined) return "";
  if (family === "HS") return createHmac(digest, key).update(input).digest("base64url");
  const made = createSign(`RSA-${digest}`).update(input).sign(withPadding(family, key));
  return (family === "ES" ? sideBySide(made, algorithm) : made).toString("base64url");
}

/**
 * @param {string} algorithm
 * @param {string} input
 * @param {string} given in base64url
 * @param {KeyObject} [key]
 * @returns {boolean}
 */
function isSignature(algorithm, input, given, key) {
  const { family, digest } = parts(algorithm);
  if (family === undefined) return given === "";
  if (family === "HS") {
    const [wanted, found] = [signature(algorithm, input, key), given].map((text) => Buffer.from(text));
    return wanted.length === found.length && timingSafeEqual(wanted, found);
  }
  const bytes = Buffer.from(given, "base64url");
  const wanted = family === "ES" ? asDer(bytes, algorithm) : bytes;
  return createVerify(`RSA-${digest}`).update(input).verify(withPadding(family, key), wanted);
}

/** The two numbers of a signature in DER, each as long as the algorithm's curve has them. */
function sideBySide(der, algorithm) {
  if (der[0] !== SEQUENCE) throw new Error('Could not find expected "seq"');
  const size = NUMBER_BYTES[algorithm];
  const joined = Buffer.alloc(2 * size);
  // A length above 127 has a byte before it that says so.
  let at = der[1] > 127 ? 3 : 2;
  for (const [index, name] of ["r", "s"].entries()) {
    const length = der[at + 1];
    if (size + 1 < length) {
      throw new Error(`"${name}" specified length of "${length}", max of "${size + 1}" is acceptable`);
    }
    const number = der.subarray(at + 2, at + 2 + length);
    const zero = number[0] === 0 && length > 1 ? 1 : 0;
    number.copy(joined, (index + 1) * size - (length - zero), zero);
    at += 2 + length;
  }
  return joined;
}

function asDer(bytes, algorithm) {
  const size = NUMBER_BYTES[algorithm];
  if (bytes.length !== 2 * size) {
    throw new TypeError(`"${algorithm}" signatures must be "${2 * size}" bytes, saw "${bytes.length}"`);
  }
  const numbers = Buffer.concat([integer(bytes.subarray(0, size)), integer(bytes.subarray(size))]);
  const length = numbers.length > 127 ? [0x81, numbers.length] : [numbers.length];
  return Buffer.concat([Buffer.from([SEQUENCE, ...length]), numbers]);
}

/** A number in DER: no zeros in front but the one that keeps it from being negative. */
function integer(bytes) {
  let from = 0;
  while (from < bytes.length - 1 && bytes[from] === 0) from += 1;
  const number = bytes.subarray(from);
  const head = number[0] > 127 ? [INTEGER, number.length + 1, 0] : [INTEGER, number.length];
  return Buffer.concat([Buffer.from(head), number]);
}

module.exports = { signature, isSignature };

"use strict";

// What the parts of `crypto` share: bytes from arguments, names of digests, and callbacks that come later.

const { isAnyArrayBuffer } = require("buffer");
const { codedError, withCode } = require("internal/errors");
const { validateFunction, validateString } = require("internal/validate");
const jobs = require("internal/jobs");
const { whenDone } = require("internal/ticks");

const VIEWS = ["string", "Buffer", "TypedArray", "DataView"];
const HOLDERS = ["ArrayBuffer", "Buffer", "TypedArray", "DataView"];

/** Other names of a digest, without `RSA-` in front. */
const ALIASES = {
  "sha-1": "sha1", "sha-224": "sha224", "sha2-224": "sha224", "sha-256": "sha256", "sha2-256": "sha256",
  "sha-384": "sha384", "sha2-384": "sha384", "sha-512": "sha512", "sha2-512": "sha512",
  "sha512/256": "sha512-256", "sha-512/256": "sha512-256", "sha2-512/256": "sha512-256",
};

/** The digests that the lab computes, as `getHashes` lists them. */
const HASHES = [
  "RSA-MD5", "RSA-SHA1", "RSA-SHA224", "RSA-SHA256", "RSA-SHA3-224", "RSA-SHA3-256", "RSA-SHA3-384", "RSA-SHA3-512",
  "RSA-SHA384", "RSA-SHA512", "RSA-SHA512/256", "md5", "sha-1", "sha-224", "sha-256", "sha-384", "sha-512",
  "sha-512/256", "sha1", "sha2-224", "sha2-256", "sha2-384", "sha2-512", "sha2-512/256", "sha224", "sha256",
  "sha3-224", "sha3-256", "sha3-384", "sha3-512", "sha384", "sha512", "sha512-256",
];

/** @param {string} name in any case @returns {string} the host's name of the digest */
function digestName(name) {
  const plain = name.toLowerCase().replace(/^rsa-/, "");
  return Object.hasOwn(ALIASES, plain) ? ALIASES[plain] : plain;
}

/** @param {string} name @returns {boolean} */
function isDigest(name) {
  return host.newHash(digestName(name)) !== undefined;
}

/** The bytes of a view or an ArrayBuffer, without a copy. */
function viewOf(value) {
  if (isAnyArrayBuffer(value)) return Buffer.from(value);
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}

/**
 * The bytes of a text or a view.
 * @param {unknown} value
 * @param {string} name of the argument
 * @param {string} [encoding]
 * @returns {Buffer}
 */
function dataBytes(value, name, encoding = undefined) {
  if (typeof value === "string") return Buffer.from(value, encoding === "buffer" ? "utf8" : encoding);
  if (ArrayBuffer.isView(value)) return viewOf(value);
  throw codedError("ERR_INVALID_ARG_TYPE", name, VIEWS, value);
}

/**
 * The bytes of a text, a view or an ArrayBuffer.
 * @param {unknown} value
 * @param {string} name of the argument
 * @returns {Buffer}
 */
function holderBytes(value, name) {
  if (typeof value === "string") return Buffer.from(value);
  if (ArrayBuffer.isView(value) || isAnyArrayBuffer(value)) return viewOf(value);
  throw codedError("ERR_INVALID_ARG_TYPE", name, ["string", ...HOLDERS], value);
}

/** @param {unknown} digest @returns {string} the host's name of it */
function checkedDigest(digest) {
  validateString(digest, "digest");
  if (!isDigest(digest)) throw withCode(TypeError, "ERR_CRYPTO_INVALID_DIGEST", `Invalid digest: ${digest}`);
  return digestName(digest);
}

/**
 * Does a job beside the program, and calls back in a later turn with what `made` makes of its bytes.
 * @param {Function} callback
 * @param {object} job for the host
 * @param {(bytes: ArrayBuffer) => unknown} [made]
 */
function later(callback, job, made = Buffer.from) {
  validateFunction(callback, "callback");
  jobs.later(job, (error, bytes) => {
    if (error) callback(error);
    else callback(null, made(bytes));
  });
}

/**
 * Calls back in a later poll phase with what `compute` gives, or with its error: for work on keys of the engine,
 * which do not leave its thread.
 * @param {Function} callback
 * @param {() => unknown[]} compute the values after the error
 */
function soon(callback, compute) {
  validateFunction(callback, "callback");
  whenDone(() => {
    let values;
    try {
      values = compute();
    } catch (error) {
      callback(error);
      return;
    }
    callback(null, ...values);
  });
}

module.exports = { HASHES, HOLDERS, digestName, viewOf, dataBytes, holderBytes, checkedDigest, later, soon };

"use strict";

// Hash and Hmac, as objects and as streams (nodejs.org/api/crypto.html).

const { codedError, withCode } = require("internal/errors");
const { validateObject, validateString } = require("internal/validate");
const { Transform } = require("internal/stream_duplex");
const { isAnyArrayBuffer } = require("buffer");
const { HASHES, HOLDERS, digestName, dataBytes, viewOf } = require("internal/crypto_bytes");

const HANDLE = Symbol("kHandle");
const STATE = Symbol("kState");
const FINALIZED = Symbol("kFinalized");

function finalized() {
  return withCode(Error, "ERR_CRYPTO_HASH_FINALIZED", "Digest already called");
}

function encoded(bytes, encoding) {
  return encoding === undefined || encoding === "buffer" || !Buffer.isEncoding(encoding) ? bytes : bytes.toString(encoding);
}

function checkLength(options, length) {
  if (options?.outputLength === undefined || options.outputLength === length) return;
  const error = withCode(
    Error,
    "ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH",
    "error:030000B2:digital envelope routines::not XOF or invalid length",
  );
  throw error;
}

/** What both can do; a class of its own would show in the chain of prototypes. */
const shared = {
  update(data, encoding = undefined) {
    if (this[STATE][FINALIZED]) throw finalized();
    if (typeof data !== "string" && !ArrayBuffer.isView(data)) {
      throw codedError("ERR_INVALID_ARG_TYPE", "data", ["string", "Buffer", "TypedArray", "DataView"], data);
    }
    this[HANDLE].update(dataBytes(data, "data", encoding));
    return this;
  },

  _transform(chunk, encoding, callback) {
    this[HANDLE].update(dataBytes(chunk, "data", encoding));
    callback();
  },

  _flush(callback) {
    this.push(this.digest());
    callback();
  },
};

/** @param {string} algorithm @param {object} [options] */
function Hash(algorithm, options) {
  if (!new.target) return new Hash(algorithm, options);
  const copied = algorithm instanceof Hash ? algorithm : undefined;
  if (copied === undefined) validateString(algorithm, "algorithm");
  const handle = copied === undefined ? host.newHash(digestName(algorithm)) : copied[HANDLE].copy();
  if (handle === undefined) throw new Error("Digest method not supported");
  if (options?.outputLength !== undefined) checkLength(options, handle.copy().digest().byteLength);
  start(this, handle, options);
  return this;
}

function start(hash, handle, options) {
  Transform.call(hash, options);
  hash[HANDLE] = handle;
  hash[STATE] = { [FINALIZED]: false };
}

function inherit(Class) {
  Object.setPrototypeOf(Class.prototype, Transform.prototype);
  Object.setPrototypeOf(Class, Transform);
  for (const [name, value] of Object.entries(shared)) Class.prototype[name] = value;
}
inherit(Hash);

Hash.prototype.copy = function copy(options) {
  if (this[STATE][FINALIZED]) throw finalized();
  return new Hash(this, options);
};

Hash.prototype.digest = function digest(encoding) {
  if (this[STATE][FINALIZED]) throw finalized();
  this[STATE][FINALIZED] = true;
  return encoded(Buffer.from(this[HANDLE].digest()), encoding);
};

/** @param {string} algorithm @param {unknown} key @param {object} [options] */
function Hmac(algorithm, key, options) {
  if (!new.target) return new Hmac(algorithm, key, options);
  validateString(algorithm, "hmac");
  const bytes = keyBytes(key, options?.encoding);
  const handle = host.newHmac(digestName(algorithm), bytes);
  if (handle === undefined) throw withCode(TypeError, "ERR_CRYPTO_INVALID_DIGEST", `Invalid digest: ${algorithm}`);
  start(this, handle, options);
  return this;
}
inherit(Hmac);

Hmac.prototype.digest = function digest(encoding) {
  const again = this[STATE][FINALIZED];
  this[STATE][FINALIZED] = true;
  // A second digest of an Hmac is empty and no error.
  return encoded(again ? Buffer.alloc(0) : Buffer.from(this[HANDLE].digest()), encoding);
};

function keyBytes(key, encoding) {
  const { KeyObject, bytesOf } = require("internal/crypto_keys");
  if (key instanceof KeyObject) {
    if (key.type !== "secret") throw require("internal/crypto_words").wrongKind(key.type, "secret");
    return bytesOf(key);
  }
  if (typeof key === "string") return Buffer.from(key, encoding);
  if (ArrayBuffer.isView(key) || isAnyArrayBuffer(key)) return viewOf(key);
  throw codedError("ERR_INVALID_ARG_TYPE", "key", ["string", ...HOLDERS, "KeyObject", "CryptoKey"], key);
}

/**
 * The digest of `input` in one call.
 * @param {string} algorithm
 * @param {string | ArrayBufferView} input
 * @param {string | {outputEncoding?: string}} [options]
 * @returns {string | Buffer}
 */
function hash(algorithm, input, options = undefined) {
  validateString(algorithm, "algorithm");
  const bytes = dataBytes(input, "input");
  if (options !== undefined && typeof options !== "string") validateObject(options, "options");
  const encoding = (typeof options === "string" ? options : options?.outputEncoding) ?? "hex";
  const handle = host.newHash(digestName(algorithm));
  if (handle === undefined) throw new Error(`Digest method ${algorithm} is not supported`);
  handle.update(bytes);
  return encoded(Buffer.from(handle.digest()), encoding);
}

module.exports = {
  Hash,
  Hmac,
  hash,
  createHash: (algorithm, options) => new Hash(algorithm, options),
  createHmac: (algorithm, key, options) => new Hmac(algorithm, key, options),
  getHashes: () => [...HASHES],
};

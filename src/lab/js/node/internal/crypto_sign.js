"use strict";

// Signatures, in one call and as streams (nodejs.org/api/crypto.html, "Class: Sign").

const { isAnyArrayBuffer } = require("buffer");
const { codedError, withCode } = require("internal/errors");
const { validateFunction, validateString } = require("internal/validate");
const { Writable } = require("internal/stream_writable");
const { digestName, dataBytes, holderBytes, soon, viewOf } = require("internal/crypto_bytes");
const { handleOf } = require("internal/crypto_key_input");
const { failure, orThrow, wrongOption } = require("internal/crypto_words");

/** Node's `constants.RSA_PKCS1_PADDING` and its like. */
const PADDING = { RSA_PKCS1_PADDING: 1, RSA_PKCS1_PSS_PADDING: 6 };
/** Other paddings of RSA, which no signature of the lab has. */
const OTHER_PADDING = { RSA_NO_PADDING: 3, RSA_PKCS1_OAEP_PADDING: 4, RSA_X931_PADDING: 5 };
const SALT = { RSA_PSS_SALTLEN_DIGEST: -1, RSA_PSS_SALTLEN_MAX_SIGN: -2, RSA_PSS_SALTLEN_AUTO: -2 };
/** OpenSSL knows two lengths more than Node names. */
const SALT_MIN = -4;
/** What OpenSSL takes for RSA and elliptic curves when nothing is said. */
const USUAL_DIGEST = "sha256";

const PIECES = Symbol("kPieces");
const DIGEST = Symbol("kDigest");

/** What the options of a key say of the signature; an option that is wrong throws. */
function ways(key) {
  const { padding, saltLength, dsaEncoding } = typeof key === "object" && key !== null ? key : {};
  for (const [name, value] of [["padding", padding], ["saltLength", saltLength]]) {
    if (value !== undefined && value !== value >> 0) throw wrongOption(`options.${name}`, value);
  }
  if (![undefined, "der", "ieee-p1363"].includes(dsaEncoding)) throw wrongOption("options.dsaEncoding", dsaEncoding);
  return { padding, salt: saltLength ?? SALT.RSA_PSS_SALTLEN_AUTO, plain: dsaEncoding === "ieee-p1363" };
}

/** The host's word for what no RSA key can do; nothing when all is well. */
function fault({ family }, { padding, salt }) {
  if (family !== "rsa") return undefined;
  if (padding !== undefined && !Object.values(PADDING).includes(padding)) return "badPadding";
  return padding === PADDING.RSA_PKCS1_PSS_PADDING && salt < SALT_MIN ? "badSalt" : undefined;
}

function checkWays(handle, how) {
  const word = fault(handle, how);
  if (word !== undefined) throw failure(word);
}

function digestFor({ family }, digest) {
  return digest ?? (family === "ed25519" ? undefined : USUAL_DIGEST);
}

function signed(handle, bytes, digest, how) {
  checkWays(handle, how);
  const isPss = how.padding === PADDING.RSA_PKCS1_PSS_PADDING;
  return Buffer.from(orThrow(handle.sign(bytes, digestFor(handle, digest), isPss, how.salt, how.plain)));
}

function isRight(handle, bytes, signature, digest, how) {
  checkWays(handle, how);
  const isPss = how.padding === PADDING.RSA_PKCS1_PSS_PADDING;
  return orThrow(handle.verify(bytes, signature, digestFor(handle, digest), isPss, how.salt, how.plain));
}

function digestOrThrow(algorithm, words) {
  const name = digestName(algorithm);
  if (host.newHash(name) === undefined) throw withCode(TypeError, "ERR_CRYPTO_INVALID_DIGEST", words);
  return name;
}

/** What both streams do: they keep what comes until the key is there. */
function begin(stream, algorithm, options) {
  validateString(algorithm, "algorithm");
  stream[DIGEST] = digestOrThrow(algorithm, "Invalid digest");
  stream[PIECES] = [];
  Writable.call(stream, options);
}

function inherit(Class) {
  Object.setPrototypeOf(Class.prototype, Writable.prototype);
  Object.setPrototypeOf(Class, Writable);
  Class.prototype._write = function _write(chunk, encoding, callback) {
    this.update(chunk, encoding);
    callback();
  };
  Class.prototype.update = function update(data, encoding) {
    if (typeof data !== "string" && !ArrayBuffer.isView(data)) {
      throw codedError("ERR_INVALID_ARG_TYPE", "data", ["string", "Buffer", "TypedArray", "DataView"], data);
    }
    if (this[PIECES] === undefined) throw notInitialised();
    // A copy: the caller may write over its buffer.
    this[PIECES].push(Buffer.from(dataBytes(data, "data", encoding)));
    return this;
  };
}

function notInitialised() {
  return withCode(Error, "ERR_CRYPTO_INVALID_STATE", "Not initialised");
}

function taken(stream, handle) {
  if (stream[PIECES] === undefined) throw notInitialised();
  const bytes = Buffer.concat(stream[PIECES]);
  stream[PIECES] = undefined;
  if (handle.family === "ed25519") throw withCode(Error, "ERR_CRYPTO_UNSUPPORTED_OPERATION", "Unsupported crypto operation");
  return bytes;
}

/** @param {string} algorithm @param {object} [options] of the stream */
function Sign(algorithm, options) {
  if (!new.target) return new Sign(algorithm, options);
  begin(this, algorithm, options);
  return this;
}
inherit(Sign);

Sign.prototype.sign = function (key, encoding) {
  if (!key) throw keyRequired();
  const how = ways(key);
  const handle = handleOf(key, "sign", "privateKey");
  const signature = signed(handle, taken(this, handle), this[DIGEST], how);
  return encoding && encoding !== "buffer" ? signature.toString(encoding) : signature;
};

function keyRequired() {
  return withCode(Error, "ERR_CRYPTO_SIGN_KEY_REQUIRED", "No key provided to sign");
}

/** @param {string} algorithm @param {object} [options] of the stream */
function Verify(algorithm, options) {
  if (!new.target) return new Verify(algorithm, options);
  begin(this, algorithm, options);
  return this;
}
inherit(Verify);

Verify.prototype.verify = function (key, signature, encoding) {
  const how = ways(key);
  const handle = handleOf(key, "verify");
  const given = typeof signature === "string" ? Buffer.from(signature, encoding) : holderBytes(signature, "signature");
  const bytes = taken(this, handle);
  // The stream says no where the call says why.
  return fault(handle, how) === undefined && isRight(handle, bytes, given, this[DIGEST], how);
};

function digestAsked(algorithm) {
  if (algorithm === undefined || algorithm === null) return undefined;
  validateString(algorithm, "algorithm");
  return digestOrThrow(algorithm, `Invalid digest: ${algorithm}`);
}

function inOneCall(callback, compute) {
  if (callback === undefined) return compute();
  soon(callback, () => [compute()]);
  return undefined;
}

/**
 * The signature of `data`.
 * @param {string | null | undefined} algorithm
 * @param {string | ArrayBuffer | ArrayBufferView} data
 * @param {unknown} key
 * @param {(error: Error | null, signature: Buffer) => void} [callback]
 * @returns {Buffer | undefined}
 */
function sign(algorithm, data, key, callback = undefined) {
  if (callback !== undefined) validateFunction(callback, "callback");
  const digest = digestAsked(algorithm);
  const bytes = holderBytes(data, "data");
  if (!key) throw keyRequired();
  const how = ways(key);
  const handle = handleOf(key, "sign");
  return inOneCall(callback, () => signed(handle, bytes, digest, how));
}

/**
 * Whether `signature` is one of `data`.
 * @param {string | null | undefined} algorithm
 * @param {string | ArrayBuffer | ArrayBufferView} data
 * @param {unknown} key
 * @param {ArrayBuffer | ArrayBufferView} signature
 * @param {(error: Error | null, result: boolean) => void} [callback]
 * @returns {boolean | undefined}
 */
function verify(algorithm, data, key, signature, callback = undefined) {
  if (callback !== undefined) validateFunction(callback, "callback");
  const digest = digestAsked(algorithm);
  const bytes = holderBytes(data, "data");
  if (key === undefined || key === null) throw new TypeError(`Cannot read properties of ${key} (reading 'padding')`);
  const how = ways(key);
  const given = typeof signature === "string" || ArrayBuffer.isView(signature) || isAnyArrayBuffer(signature);
  if (!given) throw codedError("ERR_INVALID_ARG_TYPE", "signature", ["string", "ArrayBuffer", "Buffer", "TypedArray", "DataView"], signature);
  const wanted = typeof signature === "string" ? Buffer.from(signature) : viewOf(signature);
  const handle = handleOf(key, "verify");
  return inOneCall(callback, () => isRight(handle, bytes, wanted, digest, how));
}

module.exports = {
  CONSTANTS: { __proto__: null, ...PADDING, ...OTHER_PADDING, ...SALT },
  Sign,
  Verify,
  createSign: (algorithm, options) => new Sign(algorithm, options),
  createVerify: (algorithm, options) => new Verify(algorithm, options),
  sign,
  verify,
};

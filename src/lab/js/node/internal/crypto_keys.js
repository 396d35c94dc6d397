"use strict";

// Secret keys, and keys that are made from passwords (nodejs.org/api/crypto.html).

const { codedError, withCode } = require("internal/errors");
const { validateInteger, validateObject, validateString } = require("internal/validate");
const { isAnyArrayBuffer } = require("buffer");
const { HOLDERS, checkedDigest, holderBytes, later, viewOf } = require("internal/crypto_bytes");
const { now } = require("internal/jobs");

const NUMBER_MAX = 2 ** 31 - 1;
/** What scrypt takes when nothing is said. */
const SCRYPT_COST = 16384;
const SCRYPT_BLOCK_SIZE = 8;
const SCRYPT_PARALLELIZATION = 1;
const SCRYPT_BYTES_MAX = 32 * 1024 * 1024;

const secrets = new WeakMap();

/** A key. Those that are not secret are made by `internal/crypto_asymmetric`. */
class KeyObject {
  constructor(type) {
    validateString(type, "type");
    if (!["secret", "public", "private"].includes(type)) throw codedError("ERR_INVALID_ARG_VALUE", "type", type);
    Object.defineProperty(this, "type", { value: type, enumerable: false });
  }

  equals(other) {
    if (!(other instanceof KeyObject)) throw codedError("ERR_INVALID_ARG_TYPE", "otherKeyObject", "KeyObject", other);
    if (this.type !== other.type) return false;
    if (this.type !== "secret") return require("internal/crypto_asymmetric").isSame(this, other);
    return bytesOf(this).equals(bytesOf(other));
  }
}

const SecretKeyObject = class SecretKeyObject extends KeyObject {
  get [Symbol.toStringTag]() {
    return "KeyObject";
  }

  get symmetricKeySize() {
    return bytesOf(this).length;
  }

  export(options = undefined) {
    if (options !== undefined) {
      validateObject(options, "options");
      const { format } = options;
      if (format === "jwk") return { kty: "oct", k: bytesOf(this).toString("base64url") };
      if (format !== undefined && format !== "buffer") {
        throw codedError("ERR_INVALID_ARG_VALUE", "options.format", format, "must be one of: undefined, 'buffer', 'jwk'");
      }
    }
    return Buffer.from(bytesOf(this));
  }
};

/** @param {KeyObject} key @returns {Buffer} what only the lab's own modules may see */
function bytesOf(key) {
  return secrets.get(key);
}

/**
 * @param {string | ArrayBuffer | ArrayBufferView} key
 * @param {string} [encoding]
 * @returns {KeyObject}
 */
function createSecretKey(key, encoding = undefined) {
  let bytes;
  if (typeof key === "string") bytes = Buffer.from(key, encoding);
  else if (ArrayBuffer.isView(key) || isAnyArrayBuffer(key)) bytes = Buffer.from(viewOf(key));
  else throw codedError("ERR_INVALID_ARG_TYPE", "key", ["string", ...HOLDERS], key);
  const made = new SecretKeyObject("secret");
  secrets.set(made, bytes);
  return made;
}

function pbkdf2Job(password, salt, iterations, keylen, digest) {
  validateString(digest, "digest");
  const secret = holderBytes(password, "password");
  const grain = holderBytes(salt, "salt");
  validateInteger(iterations, "iterations", 1, NUMBER_MAX);
  validateInteger(keylen, "keylen", 0, NUMBER_MAX);
  const text = checkedDigest(digest);
  return { kind: "pbkdf2", text, bytes: [secret, grain], numbers: [iterations, keylen] };
}

/** Node's `pbkdf2Sync`. @returns {Buffer} */
function pbkdf2Sync(password, salt, iterations, keylen, digest) {
  const job = pbkdf2Job(password, salt, iterations, keylen, digest);
  return Buffer.from(now({ ...job, call: "crypto.pbkdf2Sync" }));
}

/** Node's `pbkdf2`: computed beside the program. */
function pbkdf2(password, salt, iterations, keylen, digest, callback) {
  if (typeof digest === "function") {
    callback = digest;
    digest = undefined;
  }
  const job = pbkdf2Job(password, salt, iterations, keylen, digest);
  later(callback, { ...job, call: "crypto.pbkdf2" });
}

function scryptJob(password, salt, keylen, options) {
  const secret = holderBytes(password, "password");
  const grain = holderBytes(salt, "salt");
  validateInteger(keylen, "keylen", 0, NUMBER_MAX);
  const N = option(options, "N", "cost", SCRYPT_COST);
  const r = option(options, "r", "blockSize", SCRYPT_BLOCK_SIZE);
  const p = option(options, "p", "parallelization", SCRYPT_PARALLELIZATION);
  const most = options?.maxmem ?? SCRYPT_BYTES_MAX;
  validateInteger(most, "maxmem", 0);
  const log = Math.log2(N);
  if (N < 2 || !Number.isInteger(log) || r < 1 || p < 1 || p * r >= 2 ** 30 || log >= 16 * r) throw invalidScrypt("");
  // What OpenSSL counts: the blocks, the big table, and one block more with its room to mix.
  if (128 * r * p + 32 * r * (N + 2) * 4 > most) {
    throw invalidScrypt(": error:030000AC:digital envelope routines::memory limit exceeded");
  }
  return { kind: "scrypt", bytes: [secret, grain], numbers: [log, r, p, keylen] };
}

function option(options, short, long, usual) {
  if (options === undefined || options === null) return usual;
  const value = options[short] ?? options[long];
  if (options[short] !== undefined && options[long] !== undefined) {
    throw withCode(TypeError, "ERR_INCOMPATIBLE_OPTION_PAIR", `Option "${short}" cannot be used in combination with option "${long}"`);
  }
  if (value === undefined) return usual;
  validateInteger(value, options[short] === undefined ? long : short, 0, 2 ** 32 - 1);
  return value === 0 ? usual : value;
}

function invalidScrypt(why) {
  return withCode(RangeError, "ERR_CRYPTO_INVALID_SCRYPT_PARAMS", `Invalid scrypt params${why}`);
}

/** Node's `scryptSync`. @returns {Buffer} */
function scryptSync(password, salt, keylen, options = undefined) {
  return Buffer.from(now({ ...scryptJob(password, salt, keylen, options), call: "crypto.scryptSync" }));
}

/** Node's `scrypt`: computed beside the program. */
function scrypt(password, salt, keylen, options, callback = undefined) {
  if (callback === undefined) {
    callback = options;
    options = undefined;
  }
  const job = scryptJob(password, salt, keylen, options);
  later(callback, { ...job, call: "crypto.scrypt" });
}

function hkdfJob(digest, key, salt, info, keylen) {
  validateString(digest, "digest");
  const secret = key instanceof KeyObject ? bytesOf(key) : holderBytes(key, "ikm");
  const grain = holderBytes(salt, "salt");
  const about = holderBytes(info, "info");
  validateInteger(keylen, "length", 0, NUMBER_MAX);
  if (about.length > 1024) {
    throw codedError("ERR_OUT_OF_RANGE", "info", "must not contain more than 1024 bytes", about.length);
  }
  const text = checkedDigest(digest);
  const most = 255 * host.newHash(text).digest().byteLength;
  if (keylen > most) throw withCode(RangeError, "ERR_CRYPTO_INVALID_KEYLEN", "Invalid key length");
  return { kind: "hkdf", text, bytes: [secret, grain, about], numbers: [keylen] };
}

/** Node's `hkdfSync` (RFC 5869). @returns {ArrayBuffer} */
function hkdfSync(digest, key, salt, info, keylen) {
  return now(hkdfJob(digest, key, salt, info, keylen));
}

/** Node's `hkdf`: computed beside the program. */
function hkdf(digest, key, salt, info, keylen, callback) {
  const job = hkdfJob(digest, key, salt, info, keylen);
  later(callback, job, (bytes) => bytes);
}

module.exports = { KeyObject, bytesOf, createSecretKey, pbkdf2, pbkdf2Sync, scrypt, scryptSync, hkdf, hkdfSync };

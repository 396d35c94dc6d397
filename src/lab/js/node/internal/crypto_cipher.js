"use strict";

// AES in the modes CBC, CTR and GCM (nodejs.org/api/crypto.html, "Class: Cipheriv").

const { isAnyArrayBuffer } = require("buffer");
const { codedError, withCode } = require("internal/errors");
const { validateInteger, validateObject, validateString } = require("internal/validate");
const { Transform } = require("internal/stream_duplex");
const { HOLDERS, dataBytes, holderBytes, viewOf } = require("internal/crypto_bytes");
const { failure, notInLab, wrongKind } = require("internal/crypto_words");

const KEY_BITS = [128, 192, 256];
const BLOCK_BYTES = 16;
const GCM_IV_BYTES = 12;
/** The lengths of a tag that GCM has (NIST SP 800-38D, section 5.2.1.2). */
const TAG_BYTES = [4, 8, 12, 13, 14, 15, 16];
const TAG_BYTES_MAX = 16;
const NUMBERS = {
  cbc: { 128: 419, 192: 423, 256: 427 },
  ctr: { 128: 904, 192: 905, 256: 906 },
  gcm: { 128: 895, 192: 898, 256: 901 },
};
/** Ciphers of OpenSSL's that the lab has not. */
const OTHERS =
  /^((id-)?aes-?(128|192|256)-?(ecb|ofb|cfb[18]?|ccm|ocb|xts|(gcm-)?siv|cbc-cts|cbc-hmac-sha\d+|wrap.*)|(aria|camellia|sm4)-.+|chacha20.*|des.*|bf.*|cast5?.*|rc[245].*|seed.*|idea.*)$/;

const HANDLE = Symbol("kHandle");
const STATE = Symbol("kState");

/** `{mode, bits}` of a cipher's name; nothing for one that is unknown. */
function named(name) {
  const plain = name.toLowerCase();
  const [, bits, mode] = /^aes-(128|192|256)-(cbc|ctr|gcm)$/.exec(plain) ?? [];
  if (mode !== undefined) return { mode, bits: Number(bits) };
  const [, alias, isGcm] = /^(?:aes(128|192|256)|id-aes(?:128|192|256)-(gcm))$/.exec(plain) ?? [];
  if (alias !== undefined) return { mode: "cbc", bits: Number(alias) };
  return isGcm === undefined ? undefined : { mode: "gcm", bits: Number(plain.slice(6, 9)) };
}

function invalidState(operation) {
  const what = operation === undefined ? "Invalid state" : `Invalid state for operation ${operation}`;
  return withCode(Error, "ERR_CRYPTO_INVALID_STATE", what);
}

function keyBytes(key, encoding) {
  const { KeyObject, bytesOf } = require("internal/crypto_keys");
  if (key instanceof KeyObject) {
    if (key.type !== "secret") throw wrongKind(key.type, "secret");
    return bytesOf(key);
  }
  if (typeof key === "string") return Buffer.from(key, encoding);
  if (ArrayBuffer.isView(key) || isAnyArrayBuffer(key)) return viewOf(key);
  throw codedError("ERR_INVALID_ARG_TYPE", "key", ["string", ...HOLDERS, "KeyObject", "CryptoKey"], key);
}

function begin(stream, cipher, key, iv, options, opens) {
  validateString(cipher, "cipher");
  const encoding = options?.encoding;
  const secret = keyBytes(key, encoding);
  if (iv !== null && typeof iv !== "string" && !ArrayBuffer.isView(iv) && !isAnyArrayBuffer(iv)) {
    throw codedError("ERR_INVALID_ARG_TYPE", "iv", ["string", ...HOLDERS], iv);
  }
  const kind = named(cipher);
  if (kind === undefined) {
    if (OTHERS.test(cipher.toLowerCase())) throw notInLab(`the cipher ${cipher} is`, getCiphers().join(", "));
    throw withCode(Error, "ERR_CRYPTO_UNKNOWN_CIPHER", "Unknown cipher");
  }
  if (secret.length * 8 !== kind.bits) throw withCode(RangeError, "ERR_CRYPTO_INVALID_KEYLEN", "Invalid key length");
  const start = iv === null ? Buffer.alloc(0) : holderBytes(iv, "iv");
  if (kind.mode === "gcm" ? start.length === 0 : start.length !== BLOCK_BYTES) {
    throw withCode(TypeError, "ERR_CRYPTO_INVALID_IV", "Invalid initialization vector");
  }
  const tagBytes = tagLength(options);
  if (kind.mode === "gcm" && tagBytes !== undefined && !TAG_BYTES.includes(tagBytes)) throw invalidTag(tagBytes);
  Transform.call(stream, options);
  stream[HANDLE] = host.newCipher(kind.mode, secret, start, opens);
  stream[STATE] = { mode: kind.mode, opens, tagBytes, pads: true, tag: undefined, step: "new", decoder: undefined };
}

function tagLength(options) {
  if (options === undefined || options === null) return undefined;
  validateObject(options, "options");
  const { authTagLength } = options;
  if (authTagLength === undefined || authTagLength === null) return undefined;
  if (typeof authTagLength !== "number" || !(authTagLength >= 0)) throw codedError("ERR_INVALID_ARG_VALUE", "options.authTagLength", authTagLength);
  validateInteger(authTagLength, "options.authTagLength");
  return authTagLength;
}

function invalidTag(length) {
  return withCode(TypeError, "ERR_CRYPTO_INVALID_AUTH_TAG", `Invalid authentication tag length: ${length}`);
}

/** A text as the encoding asks, kept together over several pieces. */
function encoded(state, bytes, encoding, isLast) {
  if (!encoding || encoding === "buffer") return bytes;
  const { StringDecoder } = require("string_decoder");
  state.decoder ??= new StringDecoder(encoding);
  if (state.decoder.encoding !== new StringDecoder(encoding).encoding) {
    throw codedError("ERR_INVALID_ARG_VALUE", "outputEncoding", encoding, `cannot be changed from '${state.decoder.encoding}'`);
  }
  return isLast ? state.decoder.end(bytes) : state.decoder.write(bytes);
}

/** What both classes can do; a class of its own would show in the chain of prototypes. */
const shared = {
  _transform(chunk, encoding, callback) {
    this.push(this.update(chunk, encoding));
    callback();
  },

  _flush(callback) {
    try {
      this.push(this.final());
    } catch (error) {
      callback(error);
      return;
    }
    callback();
  },

  update(data, inputEncoding, outputEncoding) {
    if (typeof data !== "string" && !ArrayBuffer.isView(data)) {
      throw codedError("ERR_INVALID_ARG_TYPE", "data", ["string", "Buffer", "TypedArray", "DataView"], data);
    }
    const state = this[STATE];
    if (state.step === "done") throw new Error("Trying to add data in unsupported state");
    state.step = "begun";
    const bytes = dataBytes(data, "data", inputEncoding);
    return encoded(state, Buffer.from(this[HANDLE].update(bytes, state.pads)), outputEncoding, false);
  },

  final(outputEncoding) {
    const state = this[STATE];
    if (state.step === "done") throw invalidState();
    state.step = "done";
    const last = this[HANDLE].finish(state.pads);
    if (last === null) throw failure("noWholeBlock");
    if (last === false) throw failure("badDecrypt");
    if (state.mode === "gcm") settleTag(state, Buffer.from(this[HANDLE].tag()));
    return encoded(state, Buffer.from(last), outputEncoding, true);
  },

  setAutoPadding(autoPadding) {
    const state = this[STATE];
    if (state.step === "done") throw invalidState("setAutoPadding");
    state.pads = autoPadding === undefined || Boolean(autoPadding);
    return this;
  },
};

/** The tag of what was sealed is kept; that of what was opened must be the one that was given. */
function settleTag(state, tag) {
  if (!state.opens) {
    state.tag = tag.subarray(0, state.tagBytes ?? TAG_BYTES_MAX);
    return;
  }
  const { timingSafeEqual } = require("crypto");
  if (state.tag === undefined || !timingSafeEqual(state.tag, tag.subarray(0, state.tag.length))) {
    throw new Error("Unsupported state or unable to authenticate data");
  }
}

function setAAD(aad, options) {
  const state = this[STATE];
  const bytes = holderBytes(typeof aad === "string" ? Buffer.from(aad, options?.encoding) : aad, "aad");
  if (state.mode !== "gcm" || state.step !== "new") throw invalidState("setAAD");
  this[HANDLE].about(bytes);
  return this;
}

function inherit(Class) {
  Object.setPrototypeOf(Class.prototype, Transform.prototype);
  Object.setPrototypeOf(Class, Transform);
  for (const [name, value] of Object.entries(shared)) Class.prototype[name] = value;
}

/** @param {string} cipher @param {unknown} key @param {unknown} iv @param {object} [options] */
function Cipheriv(cipher, key, iv, options) {
  if (!new.target) return new Cipheriv(cipher, key, iv, options);
  begin(this, cipher, key, iv, options, false);
  return this;
}
inherit(Cipheriv);

Cipheriv.prototype.getAuthTag = function getAuthTag() {
  const { tag } = this[STATE];
  if (tag === undefined) throw invalidState("getAuthTag");
  return Buffer.from(tag);
};
Cipheriv.prototype.setAAD = setAAD;

/** @param {string} cipher @param {unknown} key @param {unknown} iv @param {object} [options] */
function Decipheriv(cipher, key, iv, options) {
  if (!new.target) return new Decipheriv(cipher, key, iv, options);
  begin(this, cipher, key, iv, options, true);
  return this;
}
inherit(Decipheriv);

let hasWarned = false;

Decipheriv.prototype.setAuthTag = function setAuthTag(tag, encoding) {
  const bytes = typeof tag === "string" ? Buffer.from(tag, encoding) : holderBytes(tag, "buffer");
  const state = this[STATE];
  if (state.mode !== "gcm" || state.step === "done" || state.tag !== undefined) throw invalidState("setAuthTag");
  const isWrong = state.tagBytes === undefined ? !TAG_BYTES.includes(bytes.length) : bytes.length !== state.tagBytes;
  if (isWrong) throw invalidTag(bytes.length);
  if (state.tagBytes === undefined && bytes.length < TAG_BYTES_MAX && !hasWarned) {
    hasWarned = true;
    const words = "Using AES-GCM authentication tags of less than 128 bits without specifying the authTagLength option when initializing decryption is deprecated.";
    process.emitWarning(words, "DeprecationWarning", "DEP0182");
  }
  state.tag = Buffer.from(bytes);
  return this;
};
Decipheriv.prototype.setAAD = setAAD;

/** @returns {string[]} the ciphers that the lab has */
function getCiphers() {
  return Object.keys(NUMBERS).flatMap((mode) => KEY_BITS.map((bits) => `aes-${bits}-${mode}`)).sort();
}

/**
 * @param {string} name of a cipher
 * @param {{keyLength?: number, ivLength?: number}} [options]
 * @returns {object | undefined}
 */
function getCipherInfo(name, options = undefined) {
  if (typeof name !== "string" && typeof name !== "number") {
    throw codedError("ERR_INVALID_ARG_TYPE", "nameOrNid", ["string", "number"], name);
  }
  if (options !== undefined) validateObject(options, "options");
  const byNumber = (one) => NUMBERS[named(one).mode][named(one).bits] === name;
  const known = typeof name === "number" ? getCiphers().find(byNumber) : name;
  const kind = known === undefined ? undefined : named(known);
  if (kind === undefined) return undefined;
  const { mode, bits } = kind;
  const isGcm = mode === "gcm";
  const { keyLength = bits / 8, ivLength = isGcm ? GCM_IV_BYTES : BLOCK_BYTES } = options ?? {};
  if (keyLength !== bits / 8 || (isGcm ? ivLength < 1 : ivLength !== BLOCK_BYTES)) return undefined;
  return {
    mode,
    name: isGcm ? `id-aes${bits}-gcm` : `aes-${bits}-${mode}`,
    nid: NUMBERS[mode][bits],
    blockSize: mode === "cbc" ? BLOCK_BYTES : 1,
    ivLength,
    keyLength,
  };
}

module.exports = {
  Cipheriv,
  Decipheriv,
  createCipheriv: (cipher, key, iv, options) => new Cipheriv(cipher, key, iv, options),
  createDecipheriv: (cipher, key, iv, options) => new Decipheriv(cipher, key, iv, options),
  getCiphers,
  getCipherInfo,
};

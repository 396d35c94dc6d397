"use strict";

// A key as a program may give it: a PEM text, DER, a JSON Web Key or a KeyObject
// (nodejs.org/api/crypto.html, "crypto.createPrivateKey(key)").

const { isAnyArrayBuffer } = require("buffer");
const { codedError, withCode } = require("internal/errors");
const { validateObject, validateString } = require("internal/validate");
const { viewOf } = require("internal/crypto_bytes");
const { notInLab, orThrow, wrongKind, wrongOption } = require("internal/crypto_words");

const HOLDERS = ["string", "ArrayBuffer", "Buffer", "TypedArray", "DataView"];

/** What is asked of a key, and what may then be given for it. */
const WANTS = {
  createPrivate: { isPrivate: true, types: [...HOLDERS, "URL"], kinds: undefined },
  createPublic: { isPrivate: false, types: [...HOLDERS, "KeyObject", "CryptoKey"], kinds: ["private"] },
  sign: { isPrivate: true, types: [...HOLDERS, "KeyObject", "CryptoKey", "URL"], kinds: ["private"] },
  verify: { isPrivate: false, types: [...HOLDERS, "KeyObject", "CryptoKey"], kinds: ["private", "public"] },
};

/** The form of what stands under each label of a PEM text (RFC 7468, and OpenSSL's older ones). */
const PRIVATE_LABELS = {
  "PRIVATE KEY": "pkcs8",
  "ENCRYPTED PRIVATE KEY": "encrypted",
  "RSA PRIVATE KEY": "pkcs1",
  "EC PRIVATE KEY": "sec1",
};
const PUBLIC_LABELS = { "PUBLIC KEY": "spki", "RSA PUBLIC KEY": "pkcs1-public", CERTIFICATE: "certificate" };

/** The names of the curves, in JSON Web Keys and to OpenSSL. */
const CURVES = { "P-256": "prime256v1", "P-384": "secp384r1", "P-521": "secp521r1" };

/**
 * The host's handle of the key that `given` is.
 * @param {unknown} given
 * @param {"createPrivate" | "createPublic" | "sign" | "verify"} want
 * @param {string} [name] of the argument
 * @returns {object}
 */
function handleOf(given, want, name = "key") {
  const { types } = WANTS[want];
  const { KeyObject } = require("internal/crypto_keys");
  if (given instanceof KeyObject && want !== "createPrivate") return ofKeyObject(given, want);
  if (isBytes(given)) return ofPem(bytesText(given), want, undefined);
  if (typeof given !== "object" || given instanceof KeyObject) throw codedError("ERR_INVALID_ARG_TYPE", name, types, given);
  // Node takes the object apart where it stands, and these are the engine's words for that.
  if (given === null) throw new TypeError("Cannot destructure property 'key' of 'key' as it is null.");
  const { key, encoding, format, type, passphrase } = given;
  if (key instanceof KeyObject && want !== "createPrivate") return ofKeyObject(key, want);
  if (format === "jwk") {
    validateObject(key, `${name}.key`);
    return ofJwk(key, WANTS[want].isPrivate);
  }
  if (!isBytes(key)) throw codedError("ERR_INVALID_ARG_TYPE", `${name}.key`, types, key);
  const words = secret(passphrase, `${name}.passphrase`, encoding);
  if (format === undefined || format === "pem") return ofPem(bytesText(key, encoding), want, words);
  if (format !== "der") throw wrongOption(`${name}.format`, format);
  return ofDer(typeof key === "string" ? Buffer.from(key, encoding) : viewOf(key), type, want, words, name);
}

function isBytes(value) {
  return typeof value === "string" || ArrayBuffer.isView(value) || isAnyArrayBuffer(value);
}

function bytesText(value, encoding = undefined) {
  if (typeof value !== "string") return viewOf(value).toString("latin1");
  return encoding === undefined ? value : Buffer.from(value, encoding).toString("latin1");
}

function secret(passphrase, name, encoding) {
  if (passphrase === undefined || passphrase === null) return undefined;
  if (!isBytes(passphrase)) throw wrongOption(name, passphrase);
  return typeof passphrase === "string" ? Buffer.from(passphrase, encoding) : viewOf(passphrase);
}

function ofKeyObject(key, want) {
  const { kinds } = WANTS[want];
  if (!kinds.includes(key.type)) throw wrongKind(key.type, kinds.join(" or "));
  const handle = require("internal/crypto_asymmetric").handles.get(key);
  return want === "createPublic" ? handle.half() : handle;
}

/** The first of the blocks of a PEM text that may be the key. */
function ofPem(text, want, passphrase) {
  const { isPrivate } = WANTS[want];
  const blocks = [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----\s*?\n([\s\S]*?)-----END \1-----/g)];
  // What can be a public key comes before what only has one in it.
  const tables = isPrivate ? [PRIVATE_LABELS] : [PUBLIC_LABELS, PRIVATE_LABELS];
  for (const forms of tables) {
    for (const [, label, body] of blocks) {
      if (!Object.hasOwn(forms, label)) continue;
      if (/^Proc-Type:.*ENCRYPTED/m.test(body)) throw notInLab(`encrypted keys under "${label}" are`, 'those under "ENCRYPTED PRIVATE KEY"');
      if (!/^[A-Za-z0-9+/=\s]*$/.test(body)) continue;
      const handle = orThrow(host.readKey(Buffer.from(body, "base64"), forms[label], passphrase));
      return isPrivate || handle.kind === "public" ? handle : handle.half();
    }
  }
  return orThrow("unreadable");
}

function ofDer(bytes, type, want, passphrase, name) {
  const { isPrivate } = WANTS[want];
  const known = isPrivate ? ["pkcs1", "pkcs8", "sec1"] : ["pkcs1", "pkcs8", "sec1", "spki"];
  if (!known.includes(type)) throw wrongOption(`${name}.type`, type);
  const forms = type === "pkcs8" && passphrase !== undefined ? ["encrypted", "pkcs8"] : type === "pkcs8" ? ["pkcs8", "encrypted"] : [type];
  if (type === "pkcs1" && !isPrivate) forms.unshift("pkcs1-public");
  let handle;
  for (const form of forms) {
    const read = host.readKey(bytes, form, passphrase);
    if (handle === undefined || handle === "unreadable") handle = read;
  }
  handle = orThrow(handle);
  return isPrivate || handle.kind === "public" ? handle : handle.half();
}

/** A JSON Web Key (RFC 7518, section 6; RFC 8037). */
function ofJwk(jwk, isPrivate) {
  validateString(jwk.kty, "key.kty");
  switch (jwk.kty) {
    case "RSA":
      return ofRsaJwk(jwk, isPrivate);
    case "EC": {
      const { crv, x, y } = jwk;
      validateString(crv, "key.crv");
      if (!Object.hasOwn(CURVES, crv)) {
        if (crv === "secp256k1") throw notInLab("the curve secp256k1 is", Object.keys(CURVES).join(", "));
        throw withCode(TypeError, "ERR_CRYPTO_INVALID_CURVE", "Invalid EC curve name");
      }
      return ofNumbers("ec", CURVES[crv], [x, y], isPrivate, jwk.d, "EC");
    }
    case "OKP":
      if (["Ed448", "X25519", "X448"].includes(jwk.crv)) throw notInLab(`the curve ${jwk.crv} is`, "Ed25519");
      if (jwk.crv !== "Ed25519") throw wrongOption("key.crv", jwk.crv);
      return ofNumbers("ed25519", undefined, [jwk.x], isPrivate, jwk.d, "OKP");
    default:
      throw withCode(TypeError, "ERR_CRYPTO_INVALID_JWK", `${jwk.kty} is not a supported JWK key type`);
  }
}

function ofRsaJwk(jwk, isPrivate) {
  const { n, e, d, p, q } = jwk;
  const names = isPrivate ? [n, e, d, p, q, jwk.dp, jwk.dq, jwk.qi] : [n, e];
  if (!names.every((part) => typeof part === "string")) throw invalidJwk("RSA");
  return made("rsa", undefined, names.slice(0, 5), "RSA");
}

function ofNumbers(family, curve, open, isPrivate, d, kty) {
  const all = isPrivate || d !== undefined ? [...open, d] : open;
  if (!all.every((part) => typeof part === "string")) throw invalidJwk(kty);
  return made(family, curve, isPrivate ? all : open, kty);
}

function made(family, curve, parts, kty) {
  const handle = host.keyOfParts(family, curve, parts.map((part) => Buffer.from(part, "base64url")));
  if (handle === "unreadable") throw invalidJwk(kty);
  return orThrow(handle);
}

function invalidJwk(kty) {
  return withCode(TypeError, "ERR_CRYPTO_INVALID_JWK", `Invalid JWK ${kty} key`);
}

module.exports = { CURVES, handleOf, isBytes, secret };

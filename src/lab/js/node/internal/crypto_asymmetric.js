"use strict";

// Private and public keys (nodejs.org/api/crypto.html, "Class: KeyObject").

const { codedError, withCode } = require("internal/errors");
const { validateObject } = require("internal/validate");
const { viewOf } = require("internal/crypto_bytes");
const { KeyObject } = require("internal/crypto_keys");
const { CURVES, handleOf, isBytes } = require("internal/crypto_key_input");
const { notInLab, orThrow, wrongOption } = require("internal/crypto_words");

/** Ciphers that a key can be encrypted with. */
const LOCKS = ["aes-128-cbc", "aes-256-cbc"];
/** Others of Node's. */
const OTHER_CIPHERS = /^(aes-?(128|192|256)|aria|camellia|des|chacha20|sm4|bf|cast5|rc2|seed)/;
const LABELS = { pkcs8: "PRIVATE KEY", spki: "PUBLIC KEY", sec1: "EC PRIVATE KEY" };
const LINE_CHARS = 64;

/** The host's handle of each key. */
const handles = new WeakMap();

const AsymmetricKeyObject = class AsymmetricKeyObject extends KeyObject {
  get asymmetricKeyType() {
    return handles.get(this).family;
  }

  get asymmetricKeyDetails() {
    const { family, bits, exponent, curve } = handles.get(this);
    if (family === "rsa") return { modulusLength: bits, publicExponent: BigInt(exponent) };
    return family === "ec" ? { namedCurve: curve } : {};
  }

  get [Symbol.toStringTag]() {
    return "KeyObject";
  }
};

const PublicKeyObject = class PublicKeyObject extends AsymmetricKeyObject {
  export(options) {
    return exported(handles.get(this), options, "options");
  }
};

const PrivateKeyObject = class PrivateKeyObject extends AsymmetricKeyObject {
  export(options) {
    return exported(handles.get(this), options, "options");
  }
};

/**
 * @param {object} handle of the host
 * @returns {KeyObject}
 */
function keyObject(handle) {
  const Class = handle.kind === "private" ? PrivateKeyObject : PublicKeyObject;
  const key = new Class(handle.kind);
  handles.set(key, handle);
  return key;
}

/**
 * The key in the form that `options` ask for.
 * @param {object} handle of the host
 * @param {object} options
 * @param {string} name of the options
 * @returns {string | Buffer | object}
 */
function exported(handle, options, name) {
  validateObject(options, name);
  const { format, type, cipher, passphrase } = options;
  if (format === "jwk") {
    if (passphrase !== undefined) throw incompatible("jwk does not support encryption");
    return jwkOf(handle);
  }
  if (format !== "pem" && format !== "der") throw wrongOption(`${name}.format`, format);
  checkType(handle, type, `${name}.type`);
  if (handle.kind === "private" && (passphrase ?? cipher ?? undefined) !== undefined) {
    return written(locked(handle, options, name), format, "ENCRYPTED PRIVATE KEY");
  }
  const label = type === "pkcs1" ? `RSA ${handle.kind.toUpperCase()} KEY` : LABELS[type];
  return written(orThrow(handle.write(type)), format, label);
}

function checkType({ kind, family }, type, name) {
  const types = kind === "private" ? ["pkcs1", "pkcs8", "sec1"] : ["pkcs1", "spki"];
  if (!types.includes(type)) throw wrongOption(name, type);
  if (type === "pkcs1" && family !== "rsa") throw incompatible("pkcs1 can only be used for RSA keys");
  if (type === "sec1" && family !== "ec") throw incompatible("sec1 can only be used for EC keys");
}

function incompatible(why) {
  return withCode(Error, "ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS", `The selected key encoding ${why}.`);
}

function locked(handle, { format, type, cipher, passphrase }, name) {
  if (cipher === undefined || cipher === null) {
    throw codedError("ERR_INVALID_ARG_VALUE", `${name}.cipher`, cipher, "is required when a passphrase is specified");
  }
  if (typeof cipher !== "string") throw wrongOption(`${name}.cipher`, cipher);
  if (format === "der" && type !== "pkcs8") throw incompatible(`${type} does not support encryption`);
  if (!isBytes(passphrase)) throw wrongOption(`${name}.passphrase`, passphrase);
  const wanted = cipher.toLowerCase().replace(/^aes(128|256)$/, "aes-$1-cbc");
  if (!LOCKS.includes(wanted)) {
    if (OTHER_CIPHERS.test(wanted)) throw notInLab(`keys that are encrypted with ${cipher} are`, LOCKS.join(", "));
    throw withCode(Error, "ERR_CRYPTO_UNKNOWN_CIPHER", "Unknown cipher");
  }
  if (type !== "pkcs8") throw notInLab(`encrypted keys of the type '${type}' are`, "'pkcs8'");
  return orThrow(handle.lock(wanted, typeof passphrase === "string" ? Buffer.from(passphrase) : viewOf(passphrase)));
}

function written(der, format, label) {
  const bytes = Buffer.from(der);
  if (format === "der") return bytes;
  const lines = bytes.toString("base64").match(new RegExp(`.{1,${LINE_CHARS}}`, "g")).join("\n");
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}

/** RFC 7518, section 6, with the members in Node's order. */
function jwkOf(handle) {
  const parts = handle.parts().map((part) => Buffer.from(part).toString("base64url"));
  const named = (...names) => Object.fromEntries(parts.map((part, at) => [names[at], part]));
  if (handle.family === "rsa") return { kty: "RSA", ...named("n", "e", "d", "p", "q", "dp", "dq", "qi") };
  if (handle.family === "ed25519") return { kty: "OKP", crv: "Ed25519", ...named("x", "d") };
  const [crv] = Object.entries(CURVES).find(([, curve]) => curve === handle.curve);
  const { x, y, d } = named("x", "y", "d");
  return { kty: "EC", x, y, crv, ...(d === undefined ? {} : { d }) };
}

/**
 * @param {unknown} key PEM, DER or a JSON Web Key
 * @returns {KeyObject}
 */
function createPrivateKey(key) {
  return keyObject(handleOf(key, "createPrivate"));
}

/**
 * @param {unknown} key PEM, DER, a JSON Web Key or a private key
 * @returns {KeyObject}
 */
function createPublicKey(key) {
  return keyObject(handleOf(key, "createPublic"));
}

/**
 * Whether two keys of one kind are the same.
 * @param {KeyObject} one
 * @param {KeyObject} other
 * @returns {boolean}
 */
function isSame(one, other) {
  const [a, b] = [one, other].map((key) => handles.get(key));
  if (a.family !== b.family) return false;
  const form = a.kind === "private" ? "pkcs8" : "spki";
  return Buffer.from(a.write(form)).equals(Buffer.from(b.write(form)));
}

module.exports = { handles, keyObject, exported, createPrivateKey, createPublicKey, isSame };

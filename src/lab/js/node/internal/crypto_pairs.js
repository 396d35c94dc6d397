"use strict";

// New pairs of keys (nodejs.org/api/crypto.html, "crypto.generateKeyPair(type, options, callback)").

const { codedError, hidden, withCode } = require("internal/errors");
const { validateObject, validateString } = require("internal/validate");
const { soon } = require("internal/crypto_bytes");
const { exported, keyObject } = require("internal/crypto_asymmetric");
const { CURVES } = require("internal/crypto_key_input");
const { FAMILIES, notInLab, orThrow, wrongOption } = require("internal/crypto_words");

/** Types of Node's that the lab has not. */
const OTHER_TYPES = /^(rsa-pss|dsa|dh|ed448|x25519|x448|ml-dsa-(44|65|87)|ml-kem-(512|768|1024)|slh-dsa-[a-z0-9-]+)$/;
/** Curves of OpenSSL's that the lab has not. */
const OTHER_CURVES = /^(P-192|P-224|(secp|sect|prime|brainpoolP|c2pnb|c2tnb|wap-wsg-idm-ecid-wtls)\d+\w*|SM2|Oakley-EC2N-[34])$/;
const USUAL_EXPONENT = 0x10001;
const NUMBER_MAX = 2 ** 32 - 1;

/** The function that makes the pair, once the arguments were found right. */
function job(type, options) {
  validateString(type, "type");
  switch (type) {
    case "rsa":
      return rsaJob(options);
    case "ec":
      return ecJob(options);
    case "ed25519":
      return encodedJob(options ?? {}, () => host.makeKey("ed25519", undefined, 0, 0));
    default:
      if (OTHER_TYPES.test(type)) throw notInLab(`key pairs of the type '${type}' are`, FAMILIES);
      throw codedError("ERR_INVALID_ARG_VALUE", "type", type, "must be a supported key type");
  }
}

function rsaJob(options) {
  validateObject(options, "options");
  const { modulusLength, publicExponent = USUAL_EXPONENT } = options;
  whole(modulusLength, "options.modulusLength");
  whole(publicExponent, "options.publicExponent");
  return encodedJob(options, () => host.makeKey("rsa", undefined, modulusLength, publicExponent));
}

function whole(value, name) {
  if (typeof value !== "number") throw codedError("ERR_INVALID_ARG_TYPE", name, "number", value);
  if (!Number.isInteger(value)) throw codedError("ERR_OUT_OF_RANGE", name, "an integer", value);
  if (value < 0 || value > NUMBER_MAX) throw codedError("ERR_OUT_OF_RANGE", name, `>= 0 && <= ${NUMBER_MAX}`, value);
}

function ecJob(options) {
  validateObject(options, "options");
  const { namedCurve, paramEncoding } = options;
  validateString(namedCurve, "options.namedCurve");
  if (paramEncoding === "explicit") throw notInLab("explicit parameters of a curve are", "'named'");
  if (![undefined, null, "named"].includes(paramEncoding)) throw wrongOption("options.paramEncoding", paramEncoding);
  const curve = Object.hasOwn(CURVES, namedCurve) ? CURVES[namedCurve] : namedCurve;
  if (!Object.values(CURVES).includes(curve)) {
    if (OTHER_CURVES.test(namedCurve)) throw notInLab(`the curve ${namedCurve} is`, Object.keys(CURVES).join(", "));
    throw withCode(TypeError, "ERR_CRYPTO_INVALID_CURVE", "Invalid EC curve name");
  }
  return encodedJob(options, () => host.makeKey("ec", curve, 0, 0));
}

function encodedJob(options, make) {
  const { publicKeyEncoding, privateKeyEncoding } = options;
  for (const [name, value] of Object.entries({ publicKeyEncoding, privateKeyEncoding })) {
    if (value === undefined || value === null) continue;
    if (typeof value !== "object") throw wrongOption(`options.${name}`, value);
    checkEncoding(value, `options.${name}`, name === "publicKeyEncoding");
  }
  return () => {
    const handle = orThrow(make());
    const as = (half, encoding, name) => ((encoding ?? undefined) === undefined ? keyObject(half) : exported(half, encoding, name));
    return {
      publicKey: as(handle.half(), publicKeyEncoding, "options.publicKeyEncoding"),
      privateKey: as(handle, privateKeyEncoding, "options.privateKeyEncoding"),
    };
  };
}

/** What is wrong in any case is said before the pair is made. */
function checkEncoding({ format, type }, name, isPublic) {
  if (!["pem", "der", "jwk"].includes(format)) throw wrongOption(`${name}.format`, format);
  const types = isPublic ? ["pkcs1", "spki"] : ["pkcs1", "pkcs8", "sec1"];
  if (format !== "jwk" && !types.includes(type)) throw wrongOption(`${name}.type`, type);
}

/**
 * @param {string} type `rsa`, `ec` or `ed25519`
 * @param {object} [options]
 * @returns {{publicKey: unknown, privateKey: unknown}}
 */
function generateKeyPairSync(type, options = undefined) {
  return job(type, options)();
}

/**
 * The same in a later turn.
 * @param {string} type
 * @param {object} [options]
 * @param {(error: Error | null, publicKey: unknown, privateKey: unknown) => void} callback
 */
function generateKeyPair(type, options, callback) {
  if (typeof options === "function") [callback, options] = [options, undefined];
  const make = job(type, options);
  soon(callback, () => {
    const { publicKey, privateKey } = make();
    return [publicKey, privateKey];
  });
}
hidden(generateKeyPair, require("util").promisify.custom, (type, options) => {
  return new Promise((resolve, reject) => {
    generateKeyPair(type, options, (error, publicKey, privateKey) => {
      if (error) reject(error);
      else resolve({ publicKey, privateKey });
    });
  });
});

module.exports = { generateKeyPair, generateKeyPairSync };

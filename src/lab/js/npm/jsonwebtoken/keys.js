"use strict";

// From what a program gives as a key to a KeyObject, and which key an algorithm takes.

const { KeyObject, createPrivateKey, createPublicKey, createSecretKey } = require("crypto");

/** The algorithms that a key of each type is for (RFC 7518, section 3.1). */
const OF_TYPE = {
  ec: ["ES256", "ES384", "ES512"],
  rsa: ["RS256", "PS256", "RS384", "PS384", "RS512", "PS512"],
};
const OF_SECRET = ["HS256", "HS384", "HS512"];
const OF_ANY_PUBLIC = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256", "PS384", "PS512"];
/** The curve of each algorithm (RFC 7518, section 3.4). */
const CURVES = { ES256: "prime256v1", ES384: "secp384r1", ES512: "secp521r1" };

/** The code of what Node has and the lab has not: a key of that kind is no secret either. */
const NOT_IN_LAB = "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM";

function keyBy(create, given, fault) {
  try {
    return create(given);
  } catch (error) {
    if (error.code === NOT_IN_LAB) throw error;
  }
  try {
    return createSecretKey(typeof given === "string" ? Buffer.from(given) : given);
  } catch {
    throw fault();
  }
}

/**
 * @param {unknown} given
 * @param {() => Error} fault for what is no key
 * @returns {KeyObject} a private key, or a secret
 */
function signingKey(given, fault) {
  return given instanceof KeyObject ? given : keyBy(createPrivateKey, given, fault);
}

/**
 * @param {unknown} given
 * @param {() => Error} fault for what is no key
 * @returns {KeyObject} a public key, or a secret
 */
function verifyingKey(given, fault) {
  return given instanceof KeyObject ? given : keyBy(createPublicKey, given, fault);
}

/**
 * The algorithms that are allowed where the caller names none.
 * @param {KeyObject} key
 * @returns {string[]}
 */
function usualAlgorithms(key) {
  if (key.type === "secret") return OF_SECRET;
  return OF_TYPE[key.asymmetricKeyType] ?? OF_ANY_PUBLIC;
}

/**
 * Throws where a pair of keys is not one for the algorithm.
 * @param {string} algorithm
 * @param {KeyObject | undefined} key
 */
function checkFit(algorithm, key) {
  const type = key?.asymmetricKeyType;
  if (!algorithm || !type) return;
  const fitting = OF_TYPE[type];
  if (fitting === undefined) throw new Error(`Unknown key type "${type}".`);
  if (!fitting.includes(algorithm)) {
    throw new Error(`"alg" parameter for "${type}" key type must be one of: ${fitting.join(", ")}.`);
  }
  const curve = CURVES[algorithm];
  if (curve !== undefined && key.asymmetricKeyDetails.namedCurve !== curve) {
    throw new Error(`"alg" parameter "${algorithm}" requires curve "${curve}".`);
  }
}

module.exports = { signingKey, verifyingKey, usualAlgorithms, checkFit };

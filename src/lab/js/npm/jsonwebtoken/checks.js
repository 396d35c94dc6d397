"use strict";

// What `sign` takes as payload and options, and the words for what it does not take.

const ALGORITHMS = [
  "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "HS256", "HS384", "HS512", "none",
];
const SPAN = "should be a number of seconds or string representing a timespan";

const isText = (value) => typeof value === "string" || value instanceof String;
const isNumber = (value) => typeof value === "number" || value instanceof Number;
const isBoolean = (value) => typeof value === "boolean" || value instanceof Boolean;
const isSpan = (value) => Number.isInteger(value) || (isText(value) && Boolean(value));

/** Each option: what it may be, and what is said of anything else. */
const OPTIONS = {
  expiresIn: [isSpan, `"expiresIn" ${SPAN}`],
  notBefore: [isSpan, `"notBefore" ${SPAN}`],
  audience: [(value) => isText(value) || Array.isArray(value), '"audience" must be a string or array'],
  algorithm: [(value) => ALGORITHMS.includes(value), '"algorithm" must be a valid string enum value'],
  header: [isPlainObject, '"header" must be an object'],
  encoding: [isText, '"encoding" must be a string'],
  issuer: [isText, '"issuer" must be a string'],
  subject: [isText, '"subject" must be a string'],
  jwtid: [isText, '"jwtid" must be a string'],
  noTimestamp: [isBoolean, '"noTimestamp" must be a boolean'],
  keyid: [isText, '"keyid" must be a string'],
  mutatePayload: [isBoolean, '"mutatePayload" must be a boolean'],
  allowInsecureKeySizes: [isBoolean, '"allowInsecureKeySizes" must be a boolean'],
  allowInvalidAsymmetricKeyTypes: [isBoolean, '"allowInvalidAsymmetricKeyTypes" must be a boolean'],
};

/** Claims that are points in time (RFC 7519, section 4.1). */
const CLAIMS = {
  iat: [isNumber, '"iat" should be a number of seconds'],
  exp: [isNumber, '"exp" should be a number of seconds'],
  nbf: [isNumber, '"nbf" should be a number of seconds'],
};

function isPlainObject(value) {
  if (value === null || typeof value !== "object" || Object.prototype.toString.call(value) !== "[object Object]") return false;
  const prototype = Object.getPrototypeOf(value);
  if (prototype === null) return true;
  const Class = Object.hasOwn(prototype, "constructor") ? prototype.constructor : undefined;
  return Class === Object;
}

function check(rules, allowsOthers, object, name) {
  if (!isPlainObject(object)) throw new Error(`Expected "${name}" to be a plain object.`);
  for (const [key, value] of Object.entries(object)) {
    if (!Object.hasOwn(rules, key)) {
      if (!allowsOthers) throw new Error(`"${key}" is not allowed in "${name}"`);
      continue;
    }
    const [isRight, words] = rules[key];
    if (!isRight(value)) throw new Error(words);
  }
}

module.exports = {
  SPAN,
  checkOptions: (options) => check(OPTIONS, false, options, "options"),
  checkPayload: (payload) => check(CLAIMS, true, payload, "payload"),
};

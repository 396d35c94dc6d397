"use strict";

const { JsonWebTokenError, NotBeforeError, TokenExpiredError } = require("npm/jsonwebtoken/errors");
const { SPAN } = require("npm/jsonwebtoken/checks");
const { decode } = require("npm/jsonwebtoken/decode");
const { verifyingKey, usualAlgorithms, checkFit } = require("npm/jsonwebtoken/keys");
const { isSignature } = require("npm/jsonwebtoken/signature");
const { timespan } = require("npm/jsonwebtoken/timespan");

/** What `verify` does with a failure: the error itself, and nothing that the engine found wrong. */
class Refused {
  constructor(error) {
    this.error = error;
  }
}

function refuse(message) {
  throw new Refused(new JsonWebTokenError(message));
}

/**
 * What a token says, when it may be believed.
 * @param {string} jwtString
 * @param {unknown} secretOrPublicKey or, with a callback, a function that calls back with it
 * @param {object | Function} [options] or the callback
 * @param {(error: Error | null, decoded?: unknown) => void} [callback]
 * @returns {unknown} the payload, when there is no callback
 */
function verify(jwtString, secretOrPublicKey, options, callback) {
  if (typeof options === "function" && !callback) [callback, options] = [options, {}];
  const settings = { ...options };
  const settle = (compute) => {
    let value;
    try {
      value = compute();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (callback) return callback(error.error);
      throw error.error;
    }
    return callback ? callback(null, value) : value;
  };
  let token;
  try {
    token = opened(jwtString, settings);
    if (typeof secretOrPublicKey === "function" && !callback) {
      refuse("verify must be called asynchronous if secret or public key is provided as a callback");
    }
  } catch (error) {
    return settle(() => {
      throw error;
    });
  }
  if (typeof secretOrPublicKey !== "function") return settle(() => checked(token, secretOrPublicKey, settings));
  return secretOrPublicKey(token.header, (error, secret) => {
    return settle(() => {
      if (error) refuse(`error in secret or public key callback: ${error.message}`);
      return checked(token, secret, settings);
    });
  });
}
Object.defineProperty(verify, "name", { value: "" });

/** The parts of the token, which nobody has believed yet. */
function opened(text, options) {
  const { clockTimestamp, nonce, allowInvalidAsymmetricKeyTypes } = options;
  if (clockTimestamp && typeof clockTimestamp !== "number") refuse("clockTimestamp must be a number");
  if (nonce !== undefined && (typeof nonce !== "string" || nonce.trim() === "")) refuse("nonce must be a non-empty string");
  if (allowInvalidAsymmetricKeyTypes !== undefined && typeof allowInvalidAsymmetricKeyTypes !== "boolean") {
    refuse("allowInvalidAsymmetricKeyTypes must be a boolean");
  }
  if (!text) refuse("jwt must be provided");
  if (typeof text !== "string") refuse("jwt must be a string");
  const parts = text.split(".");
  if (parts.length !== 3) refuse("jwt malformed");
  const decoded = attempt(() => decode(text, { complete: true }));
  if (!decoded) refuse("invalid token");
  return { ...decoded, input: `${parts[0]}.${parts[1]}`, isSigned: parts[2].trim() !== "" };
}

/** What is thrown inside is the caller's to see as it is. */
function attempt(compute) {
  try {
    return compute();
  } catch (error) {
    throw error instanceof Refused ? error : new Refused(error);
  }
}

function checked(token, secret, options) {
  const { header, payload, signature, input, isSigned } = token;
  if (!isSigned && secret) refuse("jwt signature is required");
  if (isSigned && !secret) refuse("secret or public key must be provided");
  if (!isSigned && !options.algorithms) refuse('please specify "none" in "algorithms" to verify unsigned tokens');
  const key = isGiven(secret) ? attempt(() => verifyingKey(secret, notAKey)) : secret;
  // The token never chooses: its algorithm must be one of those (RFC 8725, section 3.1).
  if (!options.algorithms) options.algorithms = usualAlgorithms(key);
  if (options.algorithms.indexOf(header.alg) === -1) refuse("invalid algorithm");
  if (header.alg.startsWith("HS")) {
    if (key.type !== "secret") refuse(`secretOrPublicKey must be a symmetric key when using ${header.alg}`);
  } else if (/^(?:RS|PS|ES)/.test(header.alg) && key.type !== "public") {
    refuse(`secretOrPublicKey must be an asymmetric key when using ${header.alg}`);
  }
  if (!options.allowInvalidAsymmetricKeyTypes) attempt(() => checkFit(header.alg, key));
  if (!attempt(() => isSignature(header.alg, input, signature, key))) refuse("invalid signature");
  checkClaims(payload, options);
  return options.complete === true ? { header, payload, signature } : payload;
}

function isGiven(secret) {
  return secret !== null && secret !== undefined;
}

function notAKey() {
  return new Refused(new JsonWebTokenError("secretOrPublicKey is not valid key material"));
}

function checkClaims(payload, options) {
  const now = options.clockTimestamp || Math.floor(Date.now() / 1000);
  const tolerance = options.clockTolerance || 0;
  if (payload.nbf !== undefined && !options.ignoreNotBefore) {
    if (typeof payload.nbf !== "number") refuse("invalid nbf value");
    if (payload.nbf > now + tolerance) throw new Refused(new NotBeforeError("jwt not active", dateOf(payload.nbf)));
  }
  if (payload.exp !== undefined && !options.ignoreExpiration) {
    if (typeof payload.exp !== "number") refuse("invalid exp value");
    if (now >= payload.exp + tolerance) throw new Refused(new TokenExpiredError("jwt expired", dateOf(payload.exp)));
  }
  checkAudience(payload.aud, options.audience);
  checkIssuer(payload.iss, options.issuer);
  for (const [option, claim] of [["subject", "sub"], ["jwtid", "jti"], ["nonce", "nonce"]]) {
    if (options[option] && payload[claim] !== options[option]) refuse(`jwt ${option} invalid. expected: ${options[option]}`);
  }
  if (options.maxAge) checkAge(payload.iat, options.maxAge, now, tolerance);
}

function dateOf(seconds) {
  return new Date(seconds * 1000);
}

function checkAudience(claimed, expected) {
  if (!expected) return;
  const wanted = Array.isArray(expected) ? expected : [expected];
  const all = Array.isArray(claimed) ? claimed : [claimed];
  const isWanted = (one) => wanted.some((want) => (want instanceof RegExp ? want.test(one) : want === one));
  if (!all.some(isWanted)) refuse(`jwt audience invalid. expected: ${wanted.join(" or ")}`);
}

function checkIssuer(claimed, expected) {
  if (!expected) return;
  const isOther = typeof expected === "string" && claimed !== expected;
  // What is neither a text nor a list the package does not look at.
  if (isOther || (Array.isArray(expected) && !expected.includes(claimed))) refuse(`jwt issuer invalid. expected: ${expected}`);
}

function checkAge(issued, maxAge, now, tolerance) {
  if (typeof issued !== "number") refuse("iat required when maxAge is specified");
  const end = timespan(maxAge, issued);
  if (end === undefined) refuse(`"maxAge" ${SPAN} eg: "1d", "20h", 60`);
  if (now >= end + tolerance) throw new Refused(new TokenExpiredError("maxAge exceeded", dateOf(end)));
}

module.exports = { verify };

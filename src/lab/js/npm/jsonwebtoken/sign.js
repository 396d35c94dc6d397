"use strict";

const { KeyObject } = require("crypto");
const { SPAN, checkOptions, checkPayload } = require("npm/jsonwebtoken/checks");
const { signingKey, checkFit } = require("npm/jsonwebtoken/keys");
const { signature } = require("npm/jsonwebtoken/signature");
const { timespan } = require("npm/jsonwebtoken/timespan");
const { signingInput } = require("npm/jsonwebtoken/token");

const SPAN_EXAMPLES = `${SPAN} eg: "1d", "20h", 60`;
/** An RSA modulus below is refused, unless the caller says otherwise (RFC 7518, section 3.3). */
const MODULUS_BITS_MIN = 2048;
const TOKEN_CHARS_MIN = 256;

/** Options that stand for a claim. */
const CLAIM_OF = { audience: "aud", issuer: "iss", subject: "sub", jwtid: "jti" };
/** Options that only a payload that is an object can take. */
const FOR_OBJECTS = ["expiresIn", "notBefore", "noTimestamp", "audience", "issuer", "subject", "jwtid"];

/**
 * A token with this payload.
 * @param {string | Buffer | object} payload
 * @param {unknown} secretOrPrivateKey
 * @param {object | Function} [options] or the callback
 * @param {(error: Error | null, token?: string) => void} [callback]
 * @returns {string | undefined} the token, when there is no callback
 */
function sign(payload, secretOrPrivateKey, options, callback) {
  if (typeof options === "function") [callback, options] = [options, {}];
  const settings = options || {};
  let work;
  try {
    work = prepared(payload, secretOrPrivateKey, settings);
  } catch (error) {
    if (callback && !(error instanceof TypeError)) return callback(error);
    throw error;
  }
  const { header, claims, key } = work;
  const token = () => {
    const input = signingInput(header, claims, settings.encoding || "utf8");
    const made = `${input}.${signature(header.alg, input, key)}`;
    // The package measures the whole token once more, where no modulus told how long the key is.
    if (!settings.allowInsecureKeySizes && /^(RS|PS)/.test(header.alg) && made.length < TOKEN_CHARS_MIN) throw shortKey(header.alg);
    return made;
  };
  if (typeof callback !== "function") return token();
  // The package waits for a key, which never comes to a token that nobody signs.
  if (key === undefined) return undefined;
  process.nextTick(() => {
    let made;
    try {
      made = token();
    } catch (error) {
      callback(error);
      return;
    }
    callback(null, made);
  });
  return undefined;
}
Object.defineProperty(sign, "name", { value: "" });

function prepared(payload, secret, options) {
  const isObject = typeof payload === "object" && !Buffer.isBuffer(payload);
  const header = {
    alg: options.algorithm || "HS256",
    typ: isObject ? "JWT" : undefined,
    kid: options.keyid,
    ...options.header,
  };
  const key = checkedKey(secret, header, options);
  const claims = checkedPayload(payload, isObject, options);
  if (claims.exp !== undefined && options.expiresIn !== undefined) throw taken("expiresIn", "exp", "");
  if (claims.nbf !== undefined && options.notBefore !== undefined) throw taken("notBefore", "nbf", "");
  checkOptions(options);
  if (!options.allowInvalidAsymmetricKeyTypes) checkFit(header.alg, key);
  addTimes(claims, isObject, options);
  for (const [option, claim] of Object.entries(CLAIM_OF)) {
    if (options[option] === undefined) continue;
    if (claims[claim] !== undefined) throw taken(option, claim, ".");
    claims[claim] = options[option];
  }
  return { header, claims, key };
}

function taken(option, claim, stop) {
  const the = stop === "" ? "the" : "The";
  return new Error(`Bad "options.${option}" option${stop} ${the} payload already has an "${claim}" property.`);
}

function shortKey(algorithm) {
  return new Error(`secretOrPrivateKey has a minimum key size of ${MODULUS_BITS_MIN} bits for ${algorithm}`);
}

/** Nothing where a token that nobody signs needs none. */
function checkedKey(secret, header, options) {
  if (!secret && options.algorithm !== "none") throw new Error("secretOrPrivateKey must have a value");
  let key;
  // Of what is empty only these two are no key at all; any other is looked at.
  if (secret !== undefined && secret !== null && secret !== "") {
    key = secret instanceof KeyObject ? secret : signingKey(secret, () => new Error("secretOrPrivateKey is not valid key material"));
  }
  const { alg } = header;
  if (header.alg.startsWith("HS")) {
    if (key.type !== "secret") throw new Error(`secretOrPrivateKey must be a symmetric key when using ${alg}`);
  } else if (/^(RS|PS|ES)/.test(alg)) {
    if (key.type !== "private") throw new Error(`secretOrPrivateKey must be an asymmetric key when using ${alg}`);
    const bits = key.asymmetricKeyDetails.modulusLength;
    if (!options.allowInsecureKeySizes && !alg.startsWith("ES") && bits !== undefined && bits < MODULUS_BITS_MIN) {
      throw shortKey(alg);
    }
  }
  return key;
}

function checkedPayload(payload, isObject, options) {
  if (payload === undefined) throw new Error("payload is required");
  if (isObject) {
    checkPayload(payload);
    return options.mutatePayload ? payload : { ...payload };
  }
  const wrong = FOR_OBJECTS.filter((option) => options[option] !== undefined);
  if (wrong.length > 0) throw new Error(`invalid ${wrong.join(",")} option for ${typeof payload} payload`);
  return payload;
}

function addTimes(claims, isObject, options) {
  const issued = claims.iat || Math.floor(Date.now() / 1000);
  if (options.noTimestamp) delete claims.iat;
  else if (isObject) claims.iat = issued;
  for (const [option, claim] of [["notBefore", "nbf"], ["expiresIn", "exp"]]) {
    if (options[option] === undefined || typeof claims !== "object") continue;
    claims[claim] = timespan(options[option], issued);
    if (claims[claim] === undefined) throw new Error(`"${option}" ${SPAN_EXAMPLES}`);
  }
}

module.exports = { sign };

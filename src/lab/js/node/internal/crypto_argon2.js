"use strict";

// Argon2 (RFC 9106) as Node has it since 24.7 (nodejs.org/api/crypto.html, "crypto.argon2").

const { codedError } = require("internal/errors");
const { validateFunction, validateInteger, validateObject, validateOneOf, validateString } = require("internal/validate");
const { holderBytes, later } = require("internal/crypto_bytes");
const { now } = require("internal/jobs");

const ALGORITHMS = ["argon2d", "argon2i", "argon2id"];
const VERSION = 0x13;
const LANES_MAX = 2 ** 24 - 1;
const MAX = 2 ** 32 - 1;
const [NONCE_MIN, TAG_MIN] = [8, 4];
/** KiB for each lane. */
const MEMORY_MIN = 8;

/** The parameters as they are checked, as a job. */
function argon2Job(algorithm, parameters) {
  validateString(algorithm, "algorithm");
  validateOneOf(algorithm, "algorithm", ALGORITHMS);
  validateObject(parameters, "parameters");
  const bytes = (name) => holderBytes(parameters[name], `parameters.${name}`);
  const optional = (name) => (parameters[name] === undefined ? Buffer.alloc(0) : bytes(name));
  const message = bytes("message");
  const nonce = bytes("nonce");
  if (nonce.length < NONCE_MIN) {
    throw codedError("ERR_OUT_OF_RANGE", "parameters.nonce.byteLength", `>= ${NONCE_MIN} && <= ${MAX}`, nonce.length);
  }
  const { parallelism, tagLength, memory, passes } = parameters;
  validateInteger(parallelism, "parameters.parallelism", 1, LANES_MAX);
  validateInteger(tagLength, "parameters.tagLength", TAG_MIN, MAX);
  validateInteger(memory, "parameters.memory", MEMORY_MIN * parallelism, MAX);
  validateInteger(passes, "parameters.passes", 1, MAX);
  const held = [message, nonce, optional("secret"), optional("associatedData")];
  return { kind: "argon2", text: algorithm, bytes: held, numbers: [memory, passes, parallelism, tagLength, VERSION] };
}

/**
 * Node's `argon2`: computed beside the program.
 * @param {string} algorithm
 * @param {object} parameters
 * @param {(error: Error | null, key: Buffer) => void} callback
 */
function argon2(algorithm, parameters, callback) {
  const job = argon2Job(algorithm, parameters);
  validateFunction(callback, "callback");
  later(callback, { ...job, call: "crypto.argon2" });
}

/** Node's `argon2Sync`. @returns {Buffer} */
function argon2Sync(algorithm, parameters) {
  return Buffer.from(now({ ...argon2Job(algorithm, parameters), call: "crypto.argon2Sync" }));
}

module.exports = { argon2, argon2Sync };

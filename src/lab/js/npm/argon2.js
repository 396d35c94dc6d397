"use strict";

// The package `argon2`: passwords hashed slowly and with much memory (RFC 9106), beside the program.

const jobs = require("internal/jobs");
const { randomBytes, timingSafeEqual } = require("crypto");
const { promisify } = require("util");
const { serialize, deserialize } = require("npm/phc");

const NAMES = ["argon2d", "argon2i", "argon2id"];
const [argon2d, argon2i, argon2id] = [0, 1, 2];
const DEFAULTS = { hashLength: 32, memoryCost: 65536, parallelism: 4, timeCost: 3, type: argon2id, version: 0x13 };
const VERSIONS = [0x10, 0x13];
const OLD_VERSION = 0x10;
const SALT_BYTES = 16;
const [MAX, LANES_MAX] = [2 ** 32 - 1, 2 ** 24 - 1];

const newSalt = promisify(randomBytes);
const NOTHING = Buffer.alloc(0);

/** What is wrong with the numbers, in the words and the order of Argon2's own library. */
function wrongNumbers({ salt, hashLength, m, t, p, type, version }) {
  if (NAMES[type] === undefined) return "There is no such version of Argon2";
  if (hashLength < 4) return "Output is too short";
  if (salt.byteLength < 8) return "Salt is too short";
  if (m < 8 || m < 8 * p) return "Memory cost is too small";
  if (t < 1) return "Time cost is too small";
  if (p < 1) return "Too few lanes";
  if (!VERSIONS.includes(version)) return `The lab has the versions ${VERSIONS.join(" and ")} of Argon2, not ${version}`;
  return undefined;
}

/** @returns {Promise<Buffer>} the bytes of the hash */
function compute(given, call) {
  const { password, salt, secret, data } = given;
  // The library takes views of bytes only.
  if (![salt, secret, data].every((value) => ArrayBuffer.isView(value))) throw new Error("Invalid argument");
  const plain = { salt, type: given.type >>> 0 };
  for (const name of ["hashLength", "m", "t", "p", "version"]) plain[name] = given[name] >>> 0;
  const wrong = wrongNumbers(plain);
  if (wrong !== undefined) throw new Error(wrong);
  const { hashLength, m, t, p, type, version } = plain;
  const numbers = [m, t, p, hashLength, version];
  const job = { kind: "argon2", text: NAMES[type], bytes: [password, salt, secret, data], numbers, call };
  return new Promise((resolve, reject) => {
    jobs.later(job, (error, bytes) => {
      if (error) reject(error);
      else resolve(Buffer.from(bytes));
    });
  });
}

/**
 * @param {string | Buffer} password
 * @param {object} [options]
 * @returns {Promise<string | Buffer>} a text that says how it was made, or bytes with `raw`
 */
async function hash(password, options) {
  const chosen = { ...DEFAULTS, ...options };
  const { hashLength, memoryCost: m, timeCost: t, parallelism: p, type, version } = chosen;
  if (hashLength > MAX) throw new RangeError("Hash length is too large");
  if (m > MAX) throw new RangeError("Memory cost is too large");
  if (t > MAX) throw new RangeError("Time cost is too large");
  if (p > LANES_MAX) throw new RangeError("Parallelism is too large");
  const salt = chosen.salt ?? (await newSalt(SALT_BYTES));
  const { secret = NOTHING, associatedData: data = NOTHING } = chosen;
  const given = { password: Buffer.from(password), salt, secret, data, hashLength, m, t, p, type, version };
  const bytes = await compute(given, "argon2.hash");
  if (chosen.raw) return bytes;
  const params = { m, p, t };
  if (data.byteLength > 0) params.data = data;
  return serialize({ id: NAMES[type], version, params, salt, hash: bytes });
}

/**
 * @param {string} digest
 * @param {string | Buffer} password
 * @param {{secret?: Buffer}} [options]
 * @returns {Promise<boolean>}
 */
async function verify(digest, password, options = {}) {
  const { id, version = OLD_VERSION, params, salt, hash: wanted } = deserialize(digest);
  const type = NAMES.indexOf(id);
  if (type < 0) return false;
  const { m, t, p, data = "" } = params;
  const { secret = NOTHING } = options;
  const numbers = { hashLength: wanted.byteLength, m: Number(m), t: Number(t), p: Number(p), type, version };
  const bytes = { password: Buffer.from(password), salt, secret, data: Buffer.from(data, "base64") };
  return timingSafeEqual(await compute({ ...numbers, ...bytes }, "argon2.verify"), wanted);
}

/**
 * Whether a hash was made with other costs than these.
 * @param {string} digest
 * @param {object} [options]
 * @returns {boolean}
 */
function needsRehash(digest, options = {}) {
  const { memoryCost, timeCost, parallelism, version } = { ...DEFAULTS, ...options };
  const { version: made, params } = deserialize(digest);
  const pairs = [[made, version], [params.m, memoryCost], [params.t, timeCost], [params.p, parallelism]];
  return pairs.some(([had, wants]) => Number(had) !== Number(wants));
}

module.exports = { argon2d, argon2i, argon2id, hash, needsRehash, verify };

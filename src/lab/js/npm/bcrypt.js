"use strict";

// The package `bcrypt` 6: passwords hashed slowly, beside the program. The texts are those of the
// package, which reads them as C does: up to a NUL, numbers as far as there are digits.

const jobs = require("internal/jobs");
const { randomBytes } = require("crypto");
const { encode, decode } = require("npm/bcrypt_base64");

const ROUNDS = 10;
const [COST_MIN, COST_MAX] = [4, 31];
const [SALT_BYTES, HASH_BYTES, KEY_BYTES_MAX] = [16, 23, 72];
const SALT_LETTERS = 22;

const WRONG = {
  salt: "Invalid salt. Salt must be in the form of: $Vers$log2(NumRounds)$saltvalue",
  absentSalt: "data and salt arguments required",
  absentHash: "data and hash arguments required",
  data: "data must be a string or Buffer and salt must either be a salt string or a number of rounds",
  compared: "data must be a string or Buffer and hash must be a string",
  comparedLater: "data and hash must be strings",
  callback: "cb must be a function or null to return a Promise",
};

/** What is wrong with the arguments of a salt, if anything. */
function wrongSalt(rounds, minor) {
  if (rounds && typeof rounds !== "number") return "rounds must be a number";
  if (minor && minor !== "a" && minor !== "b") return 'minor must be either "a" or "b"';
  return undefined;
}

/** The text of a salt. The number of rounds is a byte, as it is for the package. */
function saltText(rounds, minor, bytes) {
  const cost = Math.min(Math.max((rounds || ROUNDS) & 0xff, COST_MIN), COST_MAX);
  return `$2${minor || "b"}$${String(cost).padStart(2, "0")}$${encode(bytes, SALT_BYTES)}`;
}

/** The parts of a salt or of a hash, or nothing when it is none. */
function partsOf(given) {
  const text = Buffer.from(given).toString("latin1").split("\0", 1)[0];
  const match = /^\$(.)([ab]?)\$(..)\$(.*)$/s.exec(text);
  if (match === null || (match[1] > "2" && match[1] < "\x80")) return undefined;
  const [, , minor, digits, letters] = match;
  const cost = leadingNumber(digits);
  if (cost < COST_MIN || cost > COST_MAX || letters.length < SALT_LETTERS) return undefined;
  const salt = Buffer.alloc(SALT_BYTES);
  salt.set(decode(letters, SALT_BYTES));
  return { text, minor, cost, salt };
}

/** As C reads a number: 0 where there is none. */
function leadingNumber(text) {
  return Number(/^\s*([+-]?\d+)/.exec(text)?.[1] ?? 0);
}

/** The bytes that go into the cipher. Older versions count them in one byte. */
function keyOf(data, minor) {
  const bytes = typeof data === "string" ? Buffer.from(data) : data;
  if (minor === "b") return Buffer.concat([bytes.subarray(0, KEY_BYTES_MAX), Buffer.alloc(1)]);
  const whole = Buffer.concat([bytes, Buffer.alloc(1)]);
  const length = (bytes.length + (minor === "a" ? 1 : 0)) & 0xff;
  return whole.subarray(0, Math.max(length, 1));
}

function jobOf(data, { minor, cost, salt }, call) {
  return { kind: "bcrypt", bytes: [keyOf(data, minor), salt], numbers: [cost], call };
}

function hashText({ minor, cost, salt }, bytes) {
  const start = `$2${minor}$${String(cost).padStart(2, "0")}$`;
  return start + encode(salt, SALT_BYTES) + encode(new Uint8Array(bytes), HASH_BYTES);
}

function isData(data) {
  return typeof data === "string" || data instanceof Buffer;
}

/** Calls back with an error, as soon as the present code is done. */
function soon(callback, message) {
  process.nextTick(() => callback(new Error(message)));
}

/** A promise of what `begin` calls back with. */
function promised(begin) {
  return new Promise((resolve, reject) => {
    begin((error, value) => {
      if (error) reject(error);
      else resolve(value);
    });
  });
}

/**
 * @param {number} [rounds] the logarithm of their number, 10 when it is left out
 * @param {string} [minor]
 * @returns {string}
 */
function genSaltSync(rounds, minor) {
  const wrong = wrongSalt(rounds, minor);
  if (wrong !== undefined) throw new Error(wrong);
  return saltText(rounds, minor, randomBytes(SALT_BYTES));
}

/**
 * @param {number} [rounds]
 * @param {string} [minor]
 * @param {(error: Error | undefined, salt: string) => void} [cb] a promise is returned without it
 */
function genSalt(rounds, minor, cb) {
  if (typeof rounds === "function") [cb, rounds, minor] = [rounds, ROUNDS, "b"];
  else if (typeof minor === "function") [cb, minor] = [minor, "b"];
  if (!cb) return promised((done) => genSalt(rounds, minor, done));
  const wrong = wrongSalt(rounds, minor);
  if (wrong !== undefined) return soon(cb, wrong);
  return randomBytes(SALT_BYTES, (error, bytes) => {
    if (error) cb(error);
    else cb(undefined, saltText(rounds, minor, bytes));
  });
}

function wrongData(data, salt) {
  // Both null and undefined are absent.
  if (data == null || salt == null) return WRONG.absentSalt;
  if (!isData(data) || (typeof salt !== "string" && typeof salt !== "number")) return WRONG.data;
  return undefined;
}

/** @param {string | Buffer} data @param {string | number} salt or rounds @returns {string} */
function hashSync(data, salt) {
  const wrong = wrongData(data, salt);
  if (wrong !== undefined) throw new Error(wrong);
  const parts = partsOf(typeof salt === "number" ? module.exports.genSaltSync(salt) : salt);
  if (parts === undefined) throw new Error(WRONG.salt);
  return hashText(parts, jobs.now(jobOf(data, parts, "bcrypt.hashSync")));
}

/**
 * @param {string | Buffer} data
 * @param {string | number} salt or rounds
 * @param {(error: Error | undefined, hash: string) => void} [cb] a promise is returned without it
 */
function hash(data, salt, cb) {
  if (typeof data === "function") return soon(data, WRONG.data);
  if (typeof salt === "function") return soon(salt, WRONG.data);
  if (cb && typeof cb !== "function") return Promise.reject(new Error(WRONG.callback));
  if (!cb) return promised((done) => hash(data, salt, done));
  const wrong = wrongData(data, salt);
  if (wrong !== undefined) return soon(cb, wrong);
  if (typeof salt === "string") return hashWith(data, salt, cb);
  return module.exports.genSalt(salt, (error, made) => {
    if (error) cb(error);
    else hashWith(data, made, cb);
  });
}

function hashWith(data, salt, cb) {
  const parts = partsOf(salt);
  if (parts === undefined) {
    setImmediate(cb, new Error(WRONG.salt));
    return;
  }
  jobs.later(jobOf(data, parts, "bcrypt.hash"), (error, bytes) => {
    if (error) cb(error);
    else cb(undefined, hashText(parts, bytes));
  });
}

/** @param {string | Buffer} data @param {string} hashed @returns {boolean} */
function compareSync(data, hash) {
  if (data == null || hash == null) throw new Error(WRONG.absentHash);
  if (!isData(data) || typeof hash !== "string") throw new Error(WRONG.compared);
  const parts = partsOf(hash);
  if (parts === undefined) return false;
  return hashText(parts, jobs.now(jobOf(data, parts, "bcrypt.compareSync"))) === parts.text;
}

/**
 * @param {string | Buffer} data
 * @param {string} hash
 * @param {(error: Error | undefined, same: boolean) => void} [cb] a promise is returned without it
 */
function compare(data, hash, cb) {
  if (typeof data === "function") return soon(data, WRONG.absentHash);
  if (typeof hash === "function") return soon(hash, WRONG.absentHash);
  if (cb && typeof cb !== "function") return Promise.reject(new Error(WRONG.callback));
  if (!cb) return promised((done) => compare(data, hash, done));
  if (data == null || hash == null) return soon(cb, WRONG.absentHash);
  if (!isData(data) || typeof hash !== "string") return soon(cb, WRONG.comparedLater);
  const parts = partsOf(hash);
  if (parts === undefined) {
    setImmediate(cb, undefined, false);
    return undefined;
  }
  return jobs.later(jobOf(data, parts, "bcrypt.compare"), (error, bytes) => {
    if (error) cb(error);
    else cb(undefined, hashText(parts, bytes) === parts.text);
  });
}

/** @param {string} hash @returns {number} the logarithm of the number of its rounds */
function getRounds(hash) {
  if (hash == null) throw new Error("hash argument required");
  if (typeof hash !== "string") throw new Error("hash must be a string");
  const rounds = leadingNumber(/^\$.[^$]?\$(.*)$/s.exec(hash)?.[1] ?? "");
  if (rounds === 0) throw new Error("invalid hash provided");
  return rounds >>> 0;
}

module.exports = { genSaltSync, genSalt, hashSync, hash, compareSync, compare, getRounds };

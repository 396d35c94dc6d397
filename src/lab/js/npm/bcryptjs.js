"use strict";

// The package `bcryptjs` 3: as `bcrypt`, with the words and the odd cases of that package. What it
// computes in slices of the program's own thread is computed beside it here.

const jobs = require("internal/jobs");
const { encode, decode } = require("npm/bcrypt_base64");

const ROUNDS = 10;
const [COST_MIN, COST_MAX] = [4, 31];
const [SALT_BYTES, HASH_BYTES, KEY_BYTES_MAX] = [16, 23, 72];
const [HASH_LETTERS, SALT_TEXT_LETTERS] = [60, 29];

/** For places without randomness; the lab is none. */
function setRandomFallback(_random) {}

function types(...values) {
  return new Error(`Illegal arguments: ${values.map((value) => typeof value).join(", ")}`);
}

/** @param {number} [rounds] the logarithm of their number @returns {string} */
function genSaltSync(rounds, seedLength) {
  rounds = rounds || ROUNDS;
  if (typeof rounds !== "number") throw types(rounds, seedLength);
  const cost = Math.min(Math.max(rounds, COST_MIN), COST_MAX);
  const bytes = new Uint8Array(host.randomBytes(SALT_BYTES));
  return `$2b$${two(cost)}$${encode(bytes, SALT_BYTES)}`;
}

function two(cost) {
  return cost < 10 ? `0${cost}` : `${cost}`;
}

/** Calls `begin` with the callback, or with one that settles the promise that is returned. */
function withCallback(callback, begin) {
  if (callback) {
    if (typeof callback !== "function") throw new Error(`Illegal callback: ${typeof callback}`);
    begin(callback);
    return undefined;
  }
  return new Promise((resolve, reject) => {
    begin((error, value) => {
      if (error) reject(error);
      else resolve(value);
    });
  });
}

/**
 * @param {number} [rounds]
 * @param {number} [seedLength] counts for nothing
 * @param {(error: Error | null, salt: string) => void} [callback] a promise is returned without it
 */
function genSalt(rounds, seedLength, callback) {
  if (typeof seedLength === "function") callback = seedLength;
  if (typeof rounds === "function") [callback, rounds] = [rounds, undefined];
  if (rounds === undefined) rounds = ROUNDS;
  else if (typeof rounds !== "number") throw new Error(`illegal arguments: ${typeof rounds}`);
  return withCallback(callback, (done) => setImmediate(() => done(null, genSaltSync(rounds))));
}

/** What a text says of its salt. Throws where it is none. */
function partsOf(salt) {
  if (!salt.startsWith("$2")) throw new Error(`Invalid salt version: ${salt.slice(0, 2)}`);
  let [minor, start] = ["", 3];
  if (salt[2] !== "$") {
    [minor, start] = [salt.charAt(2), 4];
    if (!["a", "b", "y"].includes(minor) || salt[3] !== "$") {
      throw new Error(`Invalid salt revision: ${salt.slice(2, 4)}`);
    }
  }
  if (salt.charAt(start + 2) > "$") throw new Error("Missing salt rounds");
  const cost = parseInt(salt.charAt(start), 10) * 10 + parseInt(salt.charAt(start + 1), 10);
  const bytes = decode(salt.slice(start + 3, start + 25), SALT_BYTES);
  if (cost < COST_MIN || cost > COST_MAX) throw new Error(`Illegal number of rounds (4-31): ${cost}`);
  if (bytes.length !== SALT_BYTES) throw new Error(`Illegal salt length: ${bytes.length} != ${SALT_BYTES}`);
  return { minor, cost, salt: new Uint8Array(bytes) };
}

/** The text as UTF-8; a half of a pair is three bytes of its own. */
function utf8(text) {
  if (text.isWellFormed()) return [...Buffer.from(text)];
  const bytes = [];
  for (const letter of text) {
    const code = letter.codePointAt(0);
    if (code >= 0xd800 && code <= 0xdfff) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    else bytes.push(...Buffer.from(letter));
  }
  return bytes;
}

function jobOf(password, { minor, cost, salt }, call) {
  const key = new Uint8Array(utf8(minor === "" ? password : `${password}\0`));
  // A cost that is no number is one round.
  return { kind: "bcrypt", bytes: [key, salt], numbers: [Number.isNaN(cost) ? 0 : cost], call };
}

function hashText({ minor, cost, salt }, bytes) {
  return `$2${minor}$${two(cost)}$${encode(salt, SALT_BYTES)}${encode(new Uint8Array(bytes), HASH_BYTES)}`;
}

function hashNow(password, salt, call) {
  if (salt === undefined) salt = ROUNDS;
  if (typeof salt === "number") salt = genSaltSync(salt);
  if (typeof password !== "string" || typeof salt !== "string") throw types(password, salt);
  const parts = partsOf(salt);
  return hashText(parts, jobs.now(jobOf(password, parts, call)));
}

/** @param {string} password @param {string | number} [salt] or rounds @returns {string} */
function hashSync(password, salt) {
  return hashNow(password, salt, "bcryptjs.hashSync");
}

/** Hashes with the text of a salt; `done` hears of its end in a later turn. */
function hashWith(password, salt, { done, progress, call }) {
  let parts;
  try {
    parts = partsOf(salt);
  } catch (error) {
    setImmediate(done, error);
    return;
  }
  progress?.(0);
  const job = { ...jobOf(password, parts, call), progress: progress !== undefined };
  const end = (error, bytes) => {
    if (error) {
      done(error, null);
      return;
    }
    progress?.(1);
    done(null, hashText(parts, bytes));
  };
  jobs.later(job, end, progress);
}

function hashLater(password, salt, ways) {
  if (typeof password === "string" && typeof salt === "number") {
    genSalt(salt, (_error, made) => hashWith(password, made, ways));
  } else if (typeof password === "string" && typeof salt === "string") hashWith(password, salt, ways);
  else setImmediate(ways.done, types(password, salt));
}

/**
 * @param {string} password
 * @param {string | number} salt or rounds
 * @param {(error: Error | null, hash: string) => void} [callback] a promise is returned without it
 * @param {(part: number) => void} [progressCallback]
 */
function hash(password, salt, callback, progressCallback) {
  const progress = progressCallback || undefined;
  return withCallback(callback, (done) => hashLater(password, salt, { done, progress, call: "bcryptjs.hash" }));
}

/** Whether two texts are the same, in a time that does not tell where they part. */
function isSame(one, other) {
  let difference = one.length ^ other.length;
  for (let at = 0; at < one.length; at += 1) difference |= one.charCodeAt(at) ^ other.charCodeAt(at);
  return difference === 0;
}

/** @param {string} password @param {string} hash @returns {boolean} */
function compareSync(password, hash) {
  if (typeof password !== "string" || typeof hash !== "string") throw types(password, hash);
  if (hash.length !== HASH_LETTERS) return false;
  return isSame(hashNow(password, hash.slice(0, SALT_TEXT_LETTERS), "bcryptjs.compareSync"), hash);
}

/**
 * @param {string} password
 * @param {string} hashValue
 * @param {(error: Error | null, same: boolean) => void} [callback] a promise is returned without it
 * @param {(part: number) => void} [progressCallback]
 */
function compare(password, hashValue, callback, progressCallback) {
  const progress = progressCallback || undefined;
  return withCallback(callback, (done) => {
    if (typeof password !== "string" || typeof hashValue !== "string") {
      setImmediate(done, types(password, hashValue));
    } else if (hashValue.length !== HASH_LETTERS) setImmediate(done, null, false);
    else {
      const compared = (error, made) => {
        if (error) done(error);
        else done(null, isSame(made, hashValue));
      };
      hashLater(password, hashValue.slice(0, SALT_TEXT_LETTERS), { done: compared, progress, call: "bcryptjs.compare" });
    }
  });
}

/** @param {string} hash @returns {number} the logarithm of the number of its rounds */
function getRounds(hash) {
  if (typeof hash !== "string") throw types(hash);
  return parseInt(hash.split("$")[2], 10);
}

/** @param {string} hash @returns {string} */
function getSalt(hash) {
  if (typeof hash !== "string") throw types(hash);
  if (hash.length !== HASH_LETTERS) throw new Error(`Illegal hash length: ${hash.length} != ${HASH_LETTERS}`);
  return hash.slice(0, SALT_TEXT_LETTERS);
}

/** @param {string} password @returns {boolean} whether a part of it is not looked at */
function truncates(password) {
  if (typeof password !== "string") throw types(password);
  return utf8(password).length > KEY_BYTES_MAX;
}

/** @param {ArrayLike<number>} bytes @param {number} length @returns {string} */
function encodeBase64(bytes, length) {
  if (length <= 0 || length > bytes.length) throw new Error(`Illegal len: ${length}`);
  return encode(bytes, length);
}

/** @param {string} string @param {number} length @returns {number[]} */
function decodeBase64(string, length) {
  if (length <= 0) throw new Error(`Illegal len: ${length}`);
  return decode(string, length);
}

module.exports = {
  setRandomFallback, genSaltSync, genSalt, hashSync, hash, compareSync, compare, getRounds, getSalt, truncates,
  encodeBase64, decodeBase64,
};

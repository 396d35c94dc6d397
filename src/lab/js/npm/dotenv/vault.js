"use strict";

// The encrypted file `.env.vault` of `dotenv`.

/** @param {string} code @param {string} message @returns {Error} */
function coded(code, message) {
  return Object.assign(new Error(`${code}: ${message}`), { code });
}

/** @param {object} [options] @returns {string} the keys, parted by commas; empty when there is none */
function keyOf(options) {
  return options?.DOTENV_KEY || process.env.DOTENV_KEY || "";
}

/** @param {object} [options] @returns {string | null} the file, when it is there */
function pathOf(options) {
  const { existsSync } = require("fs");
  const withEnd = (path) => (path.endsWith(".vault") ? path : `${path}.vault`);
  const path = options?.path;
  const candidates = Array.isArray(path) ? path.filter((one) => existsSync(one)).slice(-1) : path ? [path] : [];
  const found = candidates.length > 0 ? withEnd(candidates[0]) : require("path").resolve(process.cwd(), ".env.vault");
  return existsSync(found) ? found : null;
}

/**
 * @param {object} dotenv the functions of the package
 * @param {object} [options]
 * @returns {Record<string, string>} what the first key that fits opens
 */
function parseVault(dotenv, options = {}) {
  options.path = pathOf(options);
  const { parsed } = dotenv.configDotenv(options);
  const keys = keyOf(options).split(",");
  for (const [at, key] of keys.entries()) {
    try {
      const { secret, text } = lockOf(parsed, key.trim());
      return dotenv.parse(dotenv.decrypt(text, secret));
    } catch (error) {
      if (at === keys.length - 1) throw error;
    }
  }
  return {};
}

/** The secret in a key, and the text that it opens. */
function lockOf(parsed, key) {
  const url = URL.parse(key);
  if (url === null) {
    throw coded(
      "INVALID_DOTENV_KEY",
      "Wrong format. Must be in valid uri format like dotenv://:key_1234@dotenvx.com/vault/.env.vault?environment=development",
    );
  }
  if (!url.password) throw coded("INVALID_DOTENV_KEY", "Missing key part");
  const environment = url.searchParams.get("environment");
  if (!environment) throw coded("INVALID_DOTENV_KEY", "Missing environment part");
  const name = `DOTENV_VAULT_${environment.toUpperCase()}`;
  if (!parsed[name]) {
    throw coded("NOT_FOUND_DOTENV_ENVIRONMENT", `Cannot locate environment ${name} in your .env.vault file.`);
  }
  return { secret: url.password, text: parsed[name] };
}

/** Bytes of the key, of the nonce before the text and of the tag behind it (AES-256-GCM). */
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * @param {string} encrypted in base64
 * @param {string} secret whose last 64 characters are the key in hexadecimal
 * @returns {string}
 */
function decrypt(encrypted, secret) {
  const key = Buffer.from(secret.slice(-2 * KEY_BYTES), "hex");
  if (key.length !== KEY_BYTES) throw coded("INVALID_DOTENV_KEY", "It must be 64 characters long (or more)");
  const bytes = Buffer.from(encrypted, "base64");
  const decipher = require("crypto").createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
  try {
    return `${text}${decipher.final()}`;
  } catch {
    throw coded("DECRYPTION_FAILED", "Please check your DOTENV_KEY");
  }
}

module.exports = { coded, keyOf, pathOf, parseVault, decrypt };

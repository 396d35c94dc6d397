"use strict";

// The tag of a body: its length and the start of its SHA-1 (RFC 9110, section 8.8.3).

/**
 * @param {string | Buffer} body
 * @param {string} [encoding] of a text
 * @returns {string} a tag that holds for exactly these bytes
 */
function strong(body, encoding = undefined) {
  return `"${host.bodyTag(Buffer.isBuffer(body) ? body : Buffer.from(body, encoding))}"`;
}

/**
 * @param {string | Buffer} body
 * @param {string} [encoding] of a text
 * @returns {string} a tag that holds for bodies of the same meaning
 */
function weak(body, encoding = undefined) {
  return `W/"${host.bodyTag(Buffer.isBuffer(body) ? body : Buffer.from(body, encoding))}"`;
}

/**
 * @param {object} stats of a file
 * @returns {string}
 */
function ofFile(stats) {
  return `W/"${stats.size.toString(16)}-${stats.mtime.getTime().toString(16)}"`;
}

/** Real Express calls both so. */
for (const make of [strong, weak]) Object.defineProperty(make, "name", { value: "generateETag", configurable: true });

module.exports = { strong, weak, ofFile };

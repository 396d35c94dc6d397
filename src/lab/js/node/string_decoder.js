"use strict";

// Bytes that come in pieces, as text (nodejs.org/api/string_decoder.html).

const { codedError } = require("internal/errors");
const { encodingOf, decode } = require("internal/encodings");

/** Bytes that one character or group of an encoding takes. */
const GROUP_BYTES = { utf16le: 2, base64: 3, base64url: 3 };

/**
 * Holds back bytes until they are a whole character.
 * @param {string} [encoding]
 */
function StringDecoder(encoding) {
  this.encoding = encodingOf(encoding);
  if (this.encoding === undefined) throw codedError("ERR_UNKNOWN_ENCODING", encoding);
  Object.defineProperty(this, "kept", { value: new Uint8Array(0), writable: true });
}

StringDecoder.prototype.write = function write(chunk) {
  if (typeof chunk === "string") return chunk;
  if (!ArrayBuffer.isView(chunk)) {
    throw codedError("ERR_INVALID_ARG_TYPE", "buf", ["Buffer", "TypedArray", "DataView"], chunk);
  }
  let bytes = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  if (this.kept.length > 0) {
    const joined = new Uint8Array(this.kept.length + bytes.length);
    joined.set(this.kept);
    joined.set(bytes, this.kept.length);
    bytes = joined;
  }
  const end = bytes.length - heldBack(bytes, this.encoding);
  this.kept = bytes.slice(end);
  return end === 0 ? "" : decode(bytes.subarray(0, end), this.encoding);
};

StringDecoder.prototype.end = function end(chunk) {
  let text = chunk === undefined ? "" : this.write(chunk);
  if (this.kept.length > 0) text += decode(this.kept, this.encoding);
  this.kept = new Uint8Array(0);
  return text;
};

StringDecoder.prototype.text = function text(chunk, offset) {
  this.kept = new Uint8Array(0);
  return this.write(chunk.subarray(offset));
};

function heldBack(bytes, encoding) {
  if (encoding === "utf8") return host.utf8Unfinished(bytes);
  const held = bytes.length % (GROUP_BYTES[encoding] ?? 1);
  if (encoding !== "utf16le" || bytes.length - held < 2) return held;
  // The first half of a pair waits for the second.
  const isHalf = (bytes[bytes.length - held - 1] & 0xfc) === 0xd8;
  return isHalf ? held + 2 : held;
}

module.exports = { StringDecoder };

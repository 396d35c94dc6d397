"use strict";

// Documents as the bytes of BSON, and the other way round.

require("npm/bson/makers");
const { BSONError } = require("npm/bson/errors");

/** Bytes of the smallest document: its size and an end. */
const EMPTY_BYTES = 5;

/** @param {unknown} value @returns {object} what is to be a document, or throws */
function rootOf(value) {
  if (value === undefined || value === null) return {};
  if (Array.isArray(value)) throw new BSONError("serialize does not support an array as the root input");
  if (typeof value !== "object") throw new BSONError("serialize does not support non-object as the root input");
  if ("_bsontype" in value && typeof value._bsontype === "string") {
    throw new BSONError("BSON types cannot be serialized as a document");
  }
  if (value instanceof Date || value instanceof RegExp || ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    throw new BSONError("date, regexp, typedarray, and arraybuffer cannot be BSON documents");
  }
  if (typeof value.toBSON !== "function") return value;
  const given = value.toBSON();
  if (typeof given !== "object" || given === null) throw new BSONError("toBSON function did not return an object");
  return given;
}

/**
 * @param {object} object
 * @param {{checkKeys?: boolean, serializeFunctions?: boolean, ignoreUndefined?: boolean}} [options]
 * @returns {Buffer}
 */
function serialize(object, options = {}) {
  const { checkKeys, serializeFunctions, ignoreUndefined = true } = options;
  const how = { checkKeys: Boolean(checkKeys), serializeFunctions: Boolean(serializeFunctions), ignoreUndefined: Boolean(ignoreUndefined) };
  return Buffer.from(host.bsonWrite(rootOf(object), how));
}

/** Puts the bytes into `buffer` from `options.index` on; gives the place of the last one. */
function serializeWithBufferAndIndex(object, buffer, options = {}) {
  const from = typeof options.index === "number" ? options.index : 0;
  const bytes = serialize(object, options);
  buffer.set(bytes, from);
  return from + bytes.length - 1;
}

/** @param {object} object @param {object} [options] @returns {number} the bytes that it takes */
function calculateObjectSize(object, options = undefined) {
  return serialize(object, options ?? {}).length;
}

/** @returns {object} `how` of the host */
function readingOf(options) {
  const { promoteLongs, promoteValues, promoteBuffers, useBigInt64, bsonRegExp } = options ?? {};
  if (useBigInt64 && promoteLongs === false) throw new BSONError("Must either request bigint or Long for int64 deserialization");
  if (useBigInt64 && promoteValues === false) throw new BSONError("Must either request bigint or Long for int64 deserialization");
  return { promoteLongs, promoteValues, promoteBuffers, useBigInt64, bsonRegExp };
}

function bytesOf(buffer) {
  if (ArrayBuffer.isView(buffer)) return Buffer.from(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  return Buffer.from(buffer);
}

/**
 * @param {Uint8Array} buffer
 * @param {object} [options]
 * @returns {object}
 */
function deserialize(buffer, options = undefined) {
  const bytes = bytesOf(buffer);
  // Bytes that are missing count as zeros.
  const size = bytes[0] | (bytes[1] << 8) | (bytes[2] << 16) | (bytes[3] << 24);
  if (size < EMPTY_BYTES) throw new BSONError(`bson size must be >= 5, is ${size}`);
  if (bytes.length !== size) throw new BSONError(`buffer length ${bytes.length} must === bson size ${size}`);
  if (bytes[size - 1] !== 0) {
    throw new BSONError("One object, sized correctly, with a spot for an EOO, but the EOO isn't 0x00");
  }
  return host.bsonRead(bytes, readingOf(options));
}

/** Reads `count` documents, one behind the other; gives the place behind the last. */
function deserializeStream(data, startIndex, count, documents, docStartIndex, options = undefined) {
  const bytes = bytesOf(data);
  let at = startIndex;
  for (let index = 0; index < count; index += 1) {
    const size = bytes.readInt32LE(at);
    documents[docStartIndex + index] = deserialize(bytes.subarray(at, at + size), options);
    at += size;
  }
  return at;
}

/** The package keeps a buffer of this size; here there is none. */
function setInternalBufferSize() {}

module.exports = {
  serialize, serializeWithBufferAndIndex, calculateObjectSize, deserialize, deserializeStream, setInternalBufferSize, rootOf,
};

"use strict";

// Random bytes, numbers and identifiers (nodejs.org/api/crypto.html). They come from the host.

const { codedError } = require("internal/errors");
const { validateBoolean, validateFunction, validateNumber, validateObject } = require("internal/validate");
const { isAnyArrayBuffer } = require("buffer");
const { later, viewOf } = require("internal/crypto_bytes");

const BYTES_MAX = 2 ** 31 - 1;
const RANGE_MAX = 2 ** 48 - 1;
/** What `getRandomValues` fills in one call. */
const VALUES_BYTES_MAX = 65536;

/**
 * @param {number} size
 * @param {(error: Error | null, bytes: Buffer) => void} [callback]
 * @returns {Buffer | undefined}
 */
function randomBytes(size, callback = undefined) {
  validateNumber(size, "size", 0, BYTES_MAX);
  if (callback === undefined) return Buffer.from(host.randomBytes(Math.floor(size)));
  validateFunction(callback, "callback");
  later(callback, { kind: "random", numbers: [Math.floor(size)] });
  return undefined;
}

function part(buffer, offset, size) {
  if (!ArrayBuffer.isView(buffer) && !isAnyArrayBuffer(buffer)) {
    throw codedError("ERR_INVALID_ARG_TYPE", "buf", ["ArrayBuffer", "ArrayBufferView"], buffer);
  }
  const unit = buffer.BYTES_PER_ELEMENT ?? 1;
  const length = buffer.byteLength;
  validateNumber(offset, "offset");
  if (offset * unit < 0 || offset * unit > length || Number.isNaN(offset)) {
    throw codedError("ERR_OUT_OF_RANGE", "offset", `>= 0 && <= ${length}`, offset * unit);
  }
  const start = offset * unit;
  if (size === undefined) return viewOf(buffer).subarray(start);
  validateNumber(size, "size");
  const count = size * unit;
  if (count < 0 || count > BYTES_MAX || Number.isNaN(count)) {
    throw codedError("ERR_OUT_OF_RANGE", "size", `>= 0 && <= ${BYTES_MAX}`, count);
  }
  if (start + count > length) throw codedError("ERR_OUT_OF_RANGE", "size + offset", `<= ${length}`, start + count);
  return viewOf(buffer).subarray(start, start + count);
}

/** Node's `randomFillSync`. @returns {ArrayBuffer | ArrayBufferView} `buffer` */
function randomFillSync(buffer, offset = 0, size = undefined) {
  const bytes = part(buffer, offset, size);
  bytes.set(new Uint8Array(host.randomBytes(bytes.length)));
  return buffer;
}

/** Node's `randomFill`. */
function randomFill(buffer, offset, size, callback) {
  if (typeof offset === "function") [callback, offset, size] = [offset, 0, undefined];
  else if (typeof size === "function") [callback, size] = [size, undefined];
  validateFunction(callback, "callback");
  const bytes = part(buffer, offset, size);
  later(callback, { kind: "random", numbers: [bytes.length] }, (random) => {
    bytes.set(new Uint8Array(random));
    return buffer;
  });
}

/** Node's `randomInt`. @returns {number | undefined} */
function randomInt(min, max, callback = undefined) {
  if (max === undefined || typeof max === "function") [callback, max, min] = [max, min, 0];
  if (callback !== undefined) validateFunction(callback, "callback");
  for (const [value, name] of [[min, "min"], [max, "max"]]) {
    if (!Number.isSafeInteger(value)) throw codedError("ERR_INVALID_ARG_TYPE", name, "a safe integer", value);
  }
  if (max <= min) {
    throw codedError("ERR_OUT_OF_RANGE", "max", `greater than the value of "min" (${min})`, max);
  }
  const range = max - min;
  if (range > RANGE_MAX) throw codedError("ERR_OUT_OF_RANGE", "max - min", `<= ${RANGE_MAX}`, range);
  // Numbers beyond the last whole multiple of the range would come too often.
  const limit = 2 ** 48 - (2 ** 48 % range);
  const draw = () => {
    while (true) {
      const value = Buffer.from(host.randomBytes(6)).readUIntBE(0, 6);
      if (value < limit) return min + (value % range);
    }
  };
  if (callback === undefined) return draw();
  process.nextTick(callback, undefined, draw());
  return undefined;
}

/**
 * @param {{disableEntropyCache?: boolean}} [options]
 * @returns {string} a UUID of version 4 (RFC 9562)
 */
function randomUUID(options = undefined) {
  if (options !== undefined) {
    validateObject(options, "options");
    if (options.disableEntropyCache !== undefined) {
      validateBoolean(options.disableEntropyCache, "options.disableEntropyCache");
    }
  }
  const bytes = Buffer.from(host.randomBytes(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** @param {ArrayBufferView} array of whole numbers @returns {ArrayBufferView} the same, filled */
function getRandomValues(array) {
  const { DOMException } = globalThis;
  const isWhole = ArrayBuffer.isView(array) && !(array instanceof DataView) && !/^Float/.test(array[Symbol.toStringTag]);
  if (!isWhole) throw new DOMException("The data argument must be an integer-type TypedArray", "TypeMismatchError");
  if (array.byteLength > VALUES_BYTES_MAX) {
    throw new DOMException("The requested length exceeds 65,536 bytes", "QuotaExceededError");
  }
  return randomFillSync(array);
}

module.exports = { randomBytes, randomFill, randomFillSync, randomInt, randomUUID, getRandomValues };

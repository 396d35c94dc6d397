"use strict";

// Numbers in buffers: `readUInt16BE`, `writeDoubleLE` and their like.

const { codedError, hidden } = require("internal/errors");
const { validateNumber } = require("internal/validate");

/** Name, bytes, method of DataView, least and greatest value. */
const KINDS = [
  ["UInt8", 1, "Uint8", 0, 2 ** 8 - 1],
  ["Int8", 1, "Int8", -(2 ** 7), 2 ** 7 - 1],
  ["UInt16", 2, "Uint16", 0, 2 ** 16 - 1],
  ["Int16", 2, "Int16", -(2 ** 15), 2 ** 15 - 1],
  ["UInt32", 4, "Uint32", 0, 2 ** 32 - 1],
  ["Int32", 4, "Int32", -(2 ** 31), 2 ** 31 - 1],
  ["Float", 4, "Float32"],
  ["Double", 8, "Float64"],
  ["BigUInt64", 8, "BigUint64", 0n, 2n ** 64n - 1n],
  ["BigInt64", 8, "BigInt64", -(2n ** 63n), 2n ** 63n - 1n],
];

/** @param {object} prototype of Buffer */
function install(prototype) {
  for (const [name, size, method, min, max] of KINDS) {
    for (const order of size === 1 ? [""] : ["LE", "BE"]) {
      const isLittle = order === "LE";
      const get = `get${method}`;
      const set = `set${method}`;
      define(prototype, {
        [`read${name}${order}`](offset = 0) {
          check(this, offset, size);
          return view(this)[get](offset, isLittle);
        },
        [`write${name}${order}`](value, offset = 0) {
          if (min !== undefined && (value > max || value < min)) outOfRange(value, min, max, size);
          check(this, offset, size);
          view(this)[set](offset, value, isLittle);
          return offset + size;
        },
      });
    }
  }
  for (const order of ["LE", "BE"]) {
    for (const isSigned of [false, true]) {
      const sign = isSigned ? "Int" : "UInt";
      define(prototype, {
        [`read${sign}${order}`](offset, size) {
          return readNumber(this, offset, size, order === "LE", isSigned);
        },
        [`write${sign}${order}`](value, offset, size) {
          return writeNumber(this, value, offset, size, order === "LE", isSigned);
        },
      });
    }
  }
}

/** Puts methods on the prototype, those of unsigned numbers also as `Uint`. */
function define(prototype, methods) {
  for (const name in methods) {
    hidden(prototype, name, methods[name]);
    if (name.includes("UInt")) hidden(prototype, name.replace("UInt", "Uint"), methods[name]);
  }
}

function view(bytes) {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function check(bytes, offset, size) {
  validateNumber(offset, "offset");
  const last = bytes.length - size;
  if (last < 0) throw codedError("ERR_BUFFER_OUT_OF_BOUNDS");
  if (!Number.isInteger(offset)) throw codedError("ERR_OUT_OF_RANGE", "offset", "an integer", offset);
  if (offset < 0 || offset > last) throw codedError("ERR_OUT_OF_RANGE", "offset", `>= 0 and <= ${last}`, offset);
}

function outOfRange(value, min, max, size) {
  const unit = typeof min === "bigint" ? "n" : "";
  let range = `>= ${min}${unit} and <= ${max}${unit}`;
  if (size > 3) {
    const bits = size * 8;
    range =
      min === 0 || min === 0n
        ? `>= 0${unit} and < 2${unit} ** ${bits}${unit}`
        : `>= -(2${unit} ** ${bits - 1}${unit}) and < 2${unit} ** ${bits - 1}${unit}`;
  }
  throw codedError("ERR_OUT_OF_RANGE", "value", range, value);
}

function checkSize(size) {
  validateNumber(size, "byteLength");
  if (size < 1 || size > 6) throw codedError("ERR_OUT_OF_RANGE", "byteLength", ">= 1 and <= 6", size);
}

function readNumber(bytes, offset, size, isLittle, isSigned) {
  checkSize(size);
  check(bytes, offset, size);
  let value = 0;
  for (let at = 0; at < size; at += 1) value = value * 256 + bytes[offset + (isLittle ? size - 1 - at : at)];
  return isSigned && value >= 2 ** (size * 8 - 1) ? value - 2 ** (size * 8) : value;
}

function writeNumber(bytes, value, offset, size, isLittle, isSigned) {
  checkSize(size);
  const min = isSigned ? -(2 ** (size * 8 - 1)) : 0;
  const max = 2 ** (size * 8 - (isSigned ? 1 : 0)) - 1;
  if (value > max || value < min) outOfRange(value, min, max, size);
  check(bytes, offset, size);
  let rest = value < 0 ? value + 2 ** (size * 8) : value;
  for (let at = 0; at < size; at += 1) {
    bytes[offset + (isLittle ? at : size - 1 - at)] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return offset + size;
}

module.exports = { install };

"use strict";

// Decimal128: 34 decimal digits and an exponent (IEEE 754-2008; the text as the BSON specification
// "Decimal128" has it).

const { BSONError } = require("npm/bson/errors");
const { BSONValue, shownAsJson } = require("npm/bson/value");

const DIGITS_MAX = 34;
const [EXPONENT_MIN, EXPONENT_MAX] = [-6176, 6111];
const BIAS = 6176n;
/** Characters of a text that is read. */
const TEXT_MAX = 7000;
const NUMBER = /^([+-])?(\d+\.?\d*|\.\d+|)(?:([eE])([+-]?\d+)?)?$/;
const INFINITE = /^([+-])?(?:infinity|inf)$/i;
const NOT_A_NUMBER = /^[+-]?nan$/i;
const INFINITY_BITS = 0x78n << 120n;
const NAN_BITS = 0x7cn << 120n;
const SIGN = 1n << 127n;
const LARGEST = 10n ** 34n - 1n;

/** A number of decimal digits. */
class Decimal128 extends BSONValue {
  get _bsontype() {
    return "Decimal128";
  }

  /** @param {string | Uint8Array} value a number's text, or its 16 bytes */
  constructor(value) {
    super();
    if (typeof value === "string") this.bytes = bytesOf(value, false);
    else if (value instanceof Uint8Array) {
      if (value.byteLength !== 16) throw new BSONError("Decimal128 must take a Buffer of 16 bytes");
      this.bytes = value;
    } else throw new BSONError("Decimal128 must take a Buffer or string");
  }

  static fromString(text) {
    return new Decimal128(bytesOf(text, false));
  }

  /** As `fromString`; digits beyond 34 are rounded. */
  static fromStringWithRounding(text) {
    return new Decimal128(bytesOf(text, true));
  }

  static fromExtendedJSON(document) {
    return Decimal128.fromString(document.$numberDecimal);
  }

  toString() {
    const bits = this.bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
    const sign = (bits & SIGN) === 0n ? "" : "-";
    const special = (bits >> 122n) & 0x1fn;
    if (special === 0x1fn) return "NaN";
    if (special === 0x1en) return `${sign}Infinity`;
    // The other way to write a number begins with two ones, and has more digits than there may be.
    const isLarge = ((bits >> 125n) & 3n) === 3n;
    const exponent = Number(((bits >> (isLarge ? 111n : 113n)) & 0x3fffn) - BIAS);
    const digits = isLarge ? 0n : bits & ((1n << 113n) - 1n);
    return sign + written((digits > LARGEST ? 0n : digits).toString(), exponent);
  }

  toJSON() {
    return { $numberDecimal: this.toString() };
  }

  toExtendedJSON() {
    return { $numberDecimal: this.toString() };
  }

  inspect(depth, options, inspect = shownAsJson) {
    return `new Decimal128(${inspect(this.toString(), options)})`;
  }
}

function written(digits, exponent) {
  const scientific = digits.length - 1 + exponent;
  if (exponent > 0 || scientific < -6) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : "";
    return `${digits[0]}${fraction}E${scientific < 0 ? "" : "+"}${scientific}`;
  }
  if (exponent === 0) return digits;
  const padded = digits.padStart(1 - exponent, "0");
  return `${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}

function invalid(text, why) {
  return new BSONError(`"${text}" is not a valid Decimal128 string - ${why}`);
}

function bytesOf(text, mayRound) {
  const none = () => new BSONError(`${text} not a valid Decimal128 string`);
  if (text.length >= TEXT_MAX) throw none();
  const infinite = INFINITE.exec(text);
  if (infinite !== null) return packed(INFINITY_BITS, infinite[1] === "-");
  if (NOT_A_NUMBER.test(text)) return packed(NAN_BITS, false);
  const match = text === "" ? null : NUMBER.exec(text);
  if (match === null) throw none();
  const [, sign, number, mark, power] = match;
  if (number === "" && mark !== undefined) throw invalid(text, "missing exponent base");
  if (mark !== undefined && power === undefined) throw invalid(text, "missing exponent power");
  const [whole, fraction = ""] = number.split(".");
  const digits = (whole + fraction).replace(/^0+(?=.)/, "");
  const found = fitted(text, digits, Number(power ?? 0) - fraction.length, mayRound);
  return packed((BigInt(found.exponent) + BIAS) << 113n | BigInt(found.digits), sign === "-");
}

/** The digits and the exponent, within what there may be. */
function fitted(text, digits, exponent, mayRound) {
  if (/^0*$/.test(digits)) {
    return { digits: "0", exponent: Math.min(Math.max(exponent, EXPONENT_MIN), EXPONENT_MAX) };
  }
  let kept = digits;
  let power = exponent;
  const over = Math.max(kept.length - DIGITS_MAX, EXPONENT_MIN - power);
  if (over > 0) {
    const cut = kept.slice(0, Math.max(0, kept.length - over));
    const rest = kept.slice(cut.length).padStart(over, "0");
    if (/[1-9]/.test(rest)) {
      // One digit must be left: what is cut after it is inexact, and the digit itself is too small.
      const isInexact = /[1-9]/.test(kept.slice(Math.max(1, kept.length - over)));
      if (!mayRound) throw invalid(text, isInexact ? "inexact rounding" : "exponent underflow");
      kept = rounded(cut, rest);
    } else kept = cut;
    power += over;
    if (kept.length > DIGITS_MAX) {
      kept = kept.slice(0, -1);
      power += 1;
    }
  }
  if (power > EXPONENT_MAX) {
    const zeros = power - EXPONENT_MAX;
    if (kept.length + zeros > DIGITS_MAX) throw invalid(text, "overflow");
    kept += "0".repeat(zeros);
    power = EXPONENT_MAX;
  }
  return { digits: kept === "" ? "0" : kept, exponent: power };
}

/** To the nearest, and to the even one of two that are as near. */
function rounded(cut, rest) {
  const number = BigInt(cut === "" ? "0" : cut);
  const isHalf = /^50*$/.test(rest);
  const isUp = isHalf ? number % 2n === 1n : rest[0] >= "5";
  return (isUp ? number + 1n : number).toString();
}

function packed(bits, isNegative) {
  const bytes = Buffer.alloc(16);
  const all = isNegative ? bits | SIGN : bits;
  bytes.writeBigUInt64LE(all & 0xffffffffffffffffn, 0);
  bytes.writeBigUInt64LE(all >> 64n, 8);
  return bytes;
}

module.exports = { Decimal128 };

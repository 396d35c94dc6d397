"use strict";

// Long: whole numbers of 64 bits, kept as two halves and computed with as a BigInt.

const { BSONError } = require("npm/bson/errors");
const { BSONValue, shownAsJson } = require("npm/bson/value");

const TWO_32 = 2 ** 32;
const TWO_63 = 2 ** 63;
const TWO_64 = 2 ** 64;
/** Digits that are read at a time. */
const PART = 8;
const DECIMAL = /^(\+?0|(\+|-)?[1-9][0-9]*)$/;

/** @returns {Long} of the lowest 64 bits */
function ofBig(value, unsigned) {
  const bits = BigInt.asUintN(64, value);
  return new Long(Number(bits & 0xffffffffn) | 0, Number(bits >> 32n) | 0, unsigned);
}

/** The text's whole number, or throws; a text that only begins as one gives what begins it. */
function parsed(text, radix) {
  if (text.length === 0) throw new BSONError("empty string");
  if (radix < 2 || radix > 36) throw new BSONError("radix");
  const minus = text.indexOf("-");
  if (minus > 0) throw new BSONError("interior hyphen");
  if (minus === 0) return -parsed(text.slice(1), radix);
  let value = 0n;
  for (let at = 0; at < text.length; at += PART) {
    const part = text.slice(at, at + PART);
    const number = parseInt(part, radix);
    value = value * BigInt(radix) ** BigInt(part.length) + BigInt(Number.isNaN(number) ? 0 : number);
  }
  return value;
}

/** A whole number of 64 bits. */
class Long extends BSONValue {
  get _bsontype() {
    return "Long";
  }

  get __isLong__() {
    return true;
  }

  /** @param {number | bigint | string} [low] the whole value when it is no number @param {number | boolean} [high] @param {boolean} [unsigned] */
  constructor(low = 0, high = undefined, unsigned = undefined) {
    super();
    const isUnsigned = typeof high === "boolean" ? high : Boolean(unsigned);
    const given =
      typeof low === "string" ? Long.fromString(low, isUnsigned)
      : typeof low === "bigint" ? Long.fromBigInt(low, isUnsigned)
      : { low: low | 0, high: typeof high === "number" ? high | 0 : 0 };
    this.high = given.high;
    this.low = given.low;
    this.unsigned = isUnsigned;
  }

  static fromBits(low, high, unsigned) {
    return new Long(low, high, unsigned);
  }

  static fromInt(value, unsigned) {
    // The sign goes on into the upper half, also of an unsigned one.
    return new Long(value | 0, (value | 0) < 0 ? -1 : 0, unsigned);
  }

  static fromNumber(value, unsigned) {
    if (Number.isNaN(value)) return unsigned ? Long.UZERO : Long.ZERO;
    if (unsigned) {
      if (value < 0) return Long.UZERO;
      if (value >= TWO_64) return Long.MAX_UNSIGNED_VALUE;
    } else {
      if (value <= -TWO_63) return Long.MIN_VALUE;
      if (value + 1 >= TWO_63) return Long.MAX_VALUE;
    }
    return ofBig(BigInt(Math.trunc(value)), unsigned);
  }

  static fromBigInt(value, unsigned) {
    return ofBig(value, unsigned);
  }

  /** @param {string} text @param {boolean | number} [unsigned] or the radix @param {number} [radix] */
  static fromString(text, unsigned = undefined, radix = undefined) {
    const [isUnsigned, base] = typeof unsigned === "number" ? [false, unsigned] : [Boolean(unsigned), radix ?? 10];
    if (text === "NaN" && base < 24) return Long.ZERO;
    if (/^[+-]?Infinity$/.test(text) && base < 35) return Long.ZERO;
    return ofBig(parsed(text, base), isUnsigned);
  }

  /** As `fromString`, and throws where the text is not wholly a number of 64 bits. */
  static fromStringStrict(text, unsigned = undefined, radix = undefined) {
    const [isUnsigned, base] = typeof unsigned === "number" ? [false, unsigned] : [Boolean(unsigned), radix ?? 10];
    if (text.trim() !== text) throw new BSONError(`Input: '${text}' contains leading and/or trailing whitespace`);
    const digits = "0123456789abcdefghijklmnopqrstuvwxyz".slice(0, base);
    if (!new RegExp(`^[-+${digits}]+$`, "i").test(text)) {
      throw new BSONError(`Input: '${text}' contains invalid characters for radix: ${base}`);
    }
    const clean = text.replace(/^\+/, "").replace(/^(-?)0+(?=.)/, "$1");
    const result = Long.fromString(clean, isUnsigned, base);
    if (result.toString(base).toLowerCase() !== clean.toLowerCase()) {
      const kind = isUnsigned ? "an unsigned" : "a signed";
      throw new BSONError(`Input: ${clean} is not representable as ${kind} 64-bit Long with radix: ${base}`);
    }
    return result;
  }

  static fromBytes(bytes, unsigned, littleEndian) {
    return littleEndian ? Long.fromBytesLE(bytes, unsigned) : Long.fromBytesBE(bytes, unsigned);
  }

  static fromBytesLE(bytes, unsigned) {
    const at = (index) => bytes[index] | (bytes[index + 1] << 8) | (bytes[index + 2] << 16) | (bytes[index + 3] << 24);
    return new Long(at(0), at(4), unsigned);
  }

  static fromBytesBE(bytes, unsigned) {
    return Long.fromBytesLE([...bytes].reverse(), unsigned);
  }

  static isLong(value) {
    return typeof value === "object" && value !== null && "__isLong__" in value && value.__isLong__ === true;
  }

  static fromValue(value, unsigned) {
    if (typeof value === "number") return Long.fromNumber(value, unsigned);
    if (typeof value === "string") return Long.fromString(value, unsigned);
    return new Long(value.low, value.high, typeof unsigned === "boolean" ? unsigned : value.unsigned);
  }

  static fromExtendedJSON(document, options) {
    const { useBigInt64 = false, relaxed = true } = { ...options };
    if (document.$numberLong.length > 20) throw new BSONError("$numberLong string is too long");
    if (!DECIMAL.test(document.$numberLong)) {
      throw new BSONError(`$numberLong string "${document.$numberLong}" is in an invalid format`);
    }
    if (useBigInt64) return BigInt.asIntN(64, BigInt(document.$numberLong));
    const long = Long.fromString(document.$numberLong);
    return relaxed ? long.toNumber() : long;
  }

  toBigInt() {
    const bits = (BigInt(this.high >>> 0) << 32n) | BigInt(this.low >>> 0);
    return this.unsigned ? bits : BigInt.asIntN(64, bits);
  }

  add(other) {
    return computed(this, other, (a, b) => a + b);
  }

  subtract(other) {
    return computed(this, other, (a, b) => a - b);
  }

  multiply(other) {
    if (this.isZero()) return Long.ZERO;
    if (longOf(other).isZero()) return this.unsigned ? Long.UZERO : Long.ZERO;
    return computed(this, other, (a, b) => a * b);
  }

  divide(other) {
    if (longOf(other).isZero()) throw new BSONError("division by zero");
    return computed(this, other, (a, b) => a / b);
  }

  modulo(other) {
    if (longOf(other).isZero()) throw new BSONError("remainder by zero");
    return computed(this, other, (a, b) => a % b);
  }

  and(other) {
    return computed(this, other, (a, b) => a & b);
  }

  or(other) {
    return computed(this, other, (a, b) => a | b);
  }

  xor(other) {
    return computed(this, other, (a, b) => a ^ b);
  }

  not() {
    return ofBig(~this.toBigInt(), this.unsigned);
  }

  negate() {
    return ofBig(-this.toBigInt(), this.unsigned);
  }

  shiftLeft(bits) {
    return ofBig(this.toBigInt() << BigInt(numberOf(bits) & 63), this.unsigned);
  }

  shiftRight(bits) {
    return ofBig(BigInt.asIntN(64, this.toBigInt()) >> BigInt(numberOf(bits) & 63), this.unsigned);
  }

  shiftRightUnsigned(bits) {
    return ofBig(BigInt.asUintN(64, this.toBigInt()) >> BigInt(numberOf(bits) & 63), this.unsigned);
  }

  compare(other) {
    const that = longOf(other);
    if (this.equals(that)) return 0;
    const [thisNegative, thatNegative] = [this.isNegative(), that.isNegative()];
    if (thisNegative !== thatNegative) return thisNegative ? -1 : 1;
    if (!this.unsigned) return this.subtract(that).isNegative() ? -1 : 1;
    return BigInt.asUintN(64, that.toBigInt()) > this.toBigInt() ? -1 : 1;
  }

  equals(other) {
    const that = longOf(other);
    if (this.unsigned !== that.unsigned && this.high >>> 31 === 1 && that.high >>> 31 === 1) return false;
    return this.high === that.high && this.low === that.low;
  }

  notEquals(other) {
    return !this.equals(other);
  }

  lessThan(other) {
    return this.compare(other) < 0;
  }

  lessThanOrEqual(other) {
    return this.compare(other) <= 0;
  }

  greaterThan(other) {
    return this.compare(other) > 0;
  }

  greaterThanOrEqual(other) {
    return this.compare(other) >= 0;
  }

  isZero() {
    return this.high === 0 && this.low === 0;
  }

  isNegative() {
    return !this.unsigned && this.high < 0;
  }

  isPositive() {
    return this.unsigned || this.high >= 0;
  }

  isOdd() {
    return (this.low & 1) === 1;
  }

  isEven() {
    return (this.low & 1) === 0;
  }

  getHighBits() {
    return this.high;
  }

  getHighBitsUnsigned() {
    return this.high >>> 0;
  }

  getLowBits() {
    return this.low;
  }

  getLowBitsUnsigned() {
    return this.low >>> 0;
  }

  /** How many bits its absolute value takes. */
  getNumBitsAbs() {
    const value = this.toBigInt();
    if (value === -(1n << 63n)) return 64;
    return Math.max(1, (value < 0n ? -value : value).toString(2).length);
  }

  toInt() {
    return this.unsigned ? this.low >>> 0 : this.low;
  }

  toNumber() {
    return (this.unsigned ? this.high >>> 0 : this.high) * TWO_32 + (this.low >>> 0);
  }

  toBytes(littleEndian) {
    return littleEndian ? this.toBytesLE() : this.toBytesBE();
  }

  toBytesLE() {
    return [this.low, this.high].flatMap((half) => [0, 8, 16, 24].map((shift) => (half >>> shift) & 0xff));
  }

  toBytesBE() {
    return this.toBytesLE().reverse();
  }

  toSigned() {
    return this.unsigned ? new Long(this.low, this.high, false) : this;
  }

  toUnsigned() {
    return this.unsigned ? this : new Long(this.low, this.high, true);
  }

  toString(radix = 10) {
    if (radix < 2 || radix > 36) throw new BSONError("radix");
    return this.toBigInt().toString(radix);
  }

  toExtendedJSON(options) {
    return options?.relaxed ? this.toNumber() : { $numberLong: this.toString() };
  }

  inspect(depth, options, inspect = shownAsJson) {
    const unsigned = this.unsigned ? `, ${inspect(this.unsigned, options)}` : "";
    return `new Long(${inspect(this.toString(), options)}${unsigned})`;
  }
}

/** The other names that the methods have. */
const SHORT = {
  sub: "subtract", mul: "multiply", div: "divide", mod: "modulo", rem: "modulo", neg: "negate", shl: "shiftLeft",
  shr: "shiftRight", shr_u: "shiftRightUnsigned", shru: "shiftRightUnsigned", comp: "compare", eq: "equals",
  ne: "notEquals", neq: "notEquals", lt: "lessThan", lte: "lessThanOrEqual", le: "lessThanOrEqual",
  gt: "greaterThan", gte: "greaterThanOrEqual", ge: "greaterThanOrEqual", eqz: "isZero",
};
for (const [name, method] of Object.entries(SHORT)) {
  Object.defineProperty(Long.prototype, name, { value: Long.prototype[method], writable: true, configurable: true });
}

function longOf(value) {
  return Long.isLong(value) ? value : Long.fromValue(value);
}

function numberOf(bits) {
  return Long.isLong(bits) ? bits.toInt() : bits;
}

/** The result of two, of the first's kind. */
function computed(long, other, how) {
  const that = longOf(other);
  const second = long.unsigned ? BigInt.asUintN(64, that.toBigInt()) : BigInt.asIntN(64, that.toBigInt());
  return ofBig(how(long.toBigInt(), second), long.unsigned);
}

Long.TWO_PWR_24 = new Long(1 << 24);
Long.MAX_UNSIGNED_VALUE = new Long(-1, -1, true);
Long.ZERO = new Long(0);
Long.UZERO = new Long(0, true);
Long.ONE = new Long(1);
Long.UONE = new Long(1, true);
Long.NEG_ONE = new Long(-1, -1);
Long.MAX_VALUE = new Long(-1, 0x7fffffff);
Long.MIN_VALUE = new Long(0, 0x80000000 | 0);

module.exports = { Long };

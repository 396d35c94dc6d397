"use strict";

// Int32 and Double: numbers whose type is said, where a number of JavaScript would choose for itself.

const { BSONError } = require("npm/bson/errors");
const { BSONValue, shownAsJson } = require("npm/bson/value");

const [INT32_MIN, INT32_MAX] = [-(2 ** 31), 2 ** 31 - 1];

/** A whole number of 32 bits. */
class Int32 extends BSONValue {
  get _bsontype() {
    return "Int32";
  }

  constructor(value) {
    super();
    this.value = Number(value) | 0;
  }

  /** @param {string} value @returns {Int32} or throws where the text is no such number */
  static fromString(value) {
    const clean = value.replace(/^0+(?=.)/, "");
    const number = Number(value);
    if (number > INT32_MAX) throw new BSONError(`Input: '${value}' is larger than the maximum value for Int32`);
    if (number < INT32_MIN) throw new BSONError(`Input: '${value}' is smaller than the minimum value for Int32`);
    if (!Number.isSafeInteger(number)) throw new BSONError(`Input: '${value}' is not a safe integer`);
    const plus = clean.replace(/^\+/, "").replace(/^0+(?=.)/, "");
    if (number.toString() !== plus) throw new BSONError(`Input: '${value}' is not a valid Int32 string`);
    return new Int32(number);
  }

  static fromExtendedJSON(document, options) {
    return options && options.relaxed ? parseInt(document.$numberInt, 10) : new Int32(document.$numberInt);
  }

  valueOf() {
    return this.value;
  }

  toString(radix) {
    return this.value.toString(radix);
  }

  toJSON() {
    return this.value;
  }

  toExtendedJSON(options) {
    if (options && (options.relaxed || options.legacy)) return this.value;
    return { $numberInt: this.value.toString() };
  }

  inspect(depth, options, inspect = shownAsJson) {
    return `new Int32(${inspect(this.value, options)})`;
  }
}

/** A number with 64 bits of binary floating point. */
class Double extends BSONValue {
  get _bsontype() {
    return "Double";
  }

  constructor(value) {
    super();
    this.value = Number(value);
  }

  /** @param {string} value @returns {Double} or throws where the text is no such number */
  static fromString(value) {
    if (value === "NaN") return new Double(NaN);
    if (value === "Infinity") return new Double(Infinity);
    if (value === "-Infinity") return new Double(-Infinity);
    if (value === "") throw new BSONError("Input is an empty string");
    if (value.trim() !== value) throw new BSONError(`Input: '${value}' contains whitespace`);
    const number = Number(value);
    if (!Number.isFinite(number)) throw new BSONError(`Input: ${value} is not representable as a Double`);
    if (!/^[-0-9.+eE]+$/.test(value)) throw new BSONError(`Input: '${value}' is not in decimal or exponential notation`);
    return new Double(number);
  }

  static fromExtendedJSON(document, options) {
    const number = parseFloat(document.$numberDouble);
    return options && options.relaxed ? number : new Double(number);
  }

  valueOf() {
    return this.value;
  }

  toJSON() {
    return this.value;
  }

  toString(radix) {
    return this.value.toString(radix);
  }

  toExtendedJSON(options) {
    const { value } = this;
    if (options && (options.legacy || (options.relaxed && Number.isFinite(value)))) return value;
    if (Object.is(value, -0)) return { $numberDouble: "-0.0" };
    return { $numberDouble: Number.isInteger(value) ? value.toFixed(1) : value.toString() };
  }

  inspect(depth, options, inspect = shownAsJson) {
    return `new Double(${inspect(this.value, options)})`;
  }
}

module.exports = { Int32, Double, INT32_MIN, INT32_MAX };

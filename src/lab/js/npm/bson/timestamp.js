"use strict";

// Timestamp: seconds and a count, which MongoDB keeps for its own use.

const { BSONError } = require("npm/bson/errors");
const { shownAsJson } = require("npm/bson/value");
const { Long } = require("npm/bson/long");

const UINT32_MAX = 0xffffffff;

/** @returns {number} one of the two halves */
function half(given, name) {
  const number = typeof given === "number" || given?._bsontype === "Int32" ? Number(given) : NaN;
  if (Number.isNaN(number)) throw new BSONError(`Timestamp constructed from { t, i } must provide ${name} as a number`);
  if (number < 0) throw new BSONError(`Timestamp constructed from { t, i } must provide a positive ${name}`);
  return number;
}

/** Seconds `t` since 1970 and the count `i` within each. */
class Timestamp extends Long {
  get _bsontype() {
    return "Timestamp";
  }

  get [Symbol.for("@@mdb.bson.type")]() {
    return "Timestamp";
  }

  /** @param {bigint | Long | {t: number, i: number}} [low] */
  constructor(low = undefined) {
    if (low === undefined || low === null) super(0, 0, true);
    else if (typeof low === "bigint") super(low, true);
    else if (Long.isLong(low)) super(low.low, low.high, true);
    else if (typeof low === "object" && "t" in low && "i" in low) {
      const [t, i] = [half(low.t, "t"), half(low.i, "i")];
      for (const [name, number] of [["t", t], ["i", i]]) {
        if (number > UINT32_MAX) {
          throw new BSONError(`Timestamp constructed from { t, i } must provide ${name} equal or less than uint32 max`);
        }
      }
      super(i, t, true);
    } else throw new BSONError("A Timestamp can only be constructed with: bigint, Long, or { t: number; i: number }");
  }

  get i() {
    return this.low >>> 0;
  }

  get t() {
    return this.high >>> 0;
  }

  static fromInt(value) {
    return new Timestamp(Long.fromInt(value, true));
  }

  static fromNumber(value) {
    return new Timestamp(Long.fromNumber(value, true));
  }

  static fromBits(lowBits, highBits) {
    return new Timestamp({ i: lowBits, t: highBits });
  }

  static fromString(text, radix) {
    return new Timestamp(Long.fromString(text, true, radix));
  }

  static fromExtendedJSON(document) {
    const [i, t] = [document.$timestamp.i, document.$timestamp.t].map((part) => (Long.isLong(part) ? part.getLowBitsUnsigned() : part));
    return new Timestamp({ t, i });
  }

  toJSON() {
    return { $timestamp: this.toString() };
  }

  toExtendedJSON() {
    return { $timestamp: { t: this.t, i: this.i } };
  }

  inspect(depth, options, inspect = shownAsJson) {
    return `new Timestamp({ t: ${inspect(this.t, options)}, i: ${inspect(this.i, options)} })`;
  }
}
Timestamp.MAX_VALUE = Long.MAX_UNSIGNED_VALUE;

module.exports = { Timestamp };

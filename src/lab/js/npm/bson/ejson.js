"use strict";

// Extended JSON (the specification "MongoDB Extended JSON (v2)").

const { BSONError, BSONRuntimeError, BSONVersionError } = require("npm/bson/errors");
const { VERSION } = require("npm/bson/value");
const { ObjectId } = require("npm/bson/object_id");
const { Long } = require("npm/bson/long");
const { Int32, Double, INT32_MIN, INT32_MAX } = require("npm/bson/numbers");
const { Decimal128 } = require("npm/bson/decimal128");
const { Binary } = require("npm/bson/binary");
const { Timestamp } = require("npm/bson/timestamp");
const { Code, BSONRegExp, BSONSymbol, MinKey, MaxKey, DBRef } = require("npm/bson/text_values");

/** The class of each key that stands for a value. */
const BY_KEY = {
  $oid: ObjectId, $binary: Binary, $uuid: Binary, $symbol: BSONSymbol, $numberInt: Int32, $numberDecimal: Decimal128,
  $numberDouble: Double, $numberLong: Long, $minKey: MinKey, $maxKey: MaxKey, $regex: BSONRegExp,
  $regularExpression: BSONRegExp, $timestamp: Timestamp,
};
const [INT64_MIN, INT64_MAX] = [-(2 ** 63), 2 ** 63];
/** The last millisecond of the year 9999: dates to it are texts in relaxed form. */
const RELAXED_MS_MAX = 253402318800000;
const REFERENCE_KEYS = ["$ref", "$id", "$db"];

/**
 * @param {string} text
 * @param {{relaxed?: boolean, legacy?: boolean, useBigInt64?: boolean}} [options]
 * @returns {unknown}
 */
function parse(text, options = undefined) {
  const how = { useBigInt64: options?.useBigInt64 ?? false, relaxed: options?.relaxed ?? true, legacy: options?.legacy ?? false };
  return JSON.parse(text, (key, value) => {
    if (key.includes("\0")) {
      throw new BSONError(`BSON Document field names cannot contain null bytes, found: ${JSON.stringify(key)}`);
    }
    return revived(value, how);
  });
}

function revived(value, how) {
  if (typeof value === "number") return how.relaxed || how.legacy ? value : numberOf(value);
  if (value === null || typeof value !== "object") return value;
  if (value.$undefined) return null;
  const key = Object.keys(value).find((one) => one.startsWith("$") && value[one] !== null && value[one] !== undefined);
  if (key === undefined) return value;
  if (Object.hasOwn(BY_KEY, key)) return BY_KEY[key].fromExtendedJSON(value, how);
  if (value.$date !== null && value.$date !== undefined) return dateOf(value.$date, how);
  if (value.$code !== null && value.$code !== undefined) return Code.fromExtendedJSON(value);
  return isReference(value) || value.$dbPointer ? referenceOf(value) : value;
}

function numberOf(value) {
  if (!Number.isInteger(value) || Object.is(value, -0)) return new Double(value);
  if (value >= INT32_MIN && value <= INT32_MAX) return new Int32(value);
  if (value >= INT64_MIN && value <= INT64_MAX) return Long.fromNumber(value);
  return new Double(value);
}

function dateOf(given, how) {
  if (typeof given === "bigint") return new Date(Number(given));
  if (typeof given === "number") return new Date(given);
  if (typeof given === "string") return new Date(how.legacy ? given : Date.parse(given));
  if (Long.isLong(given)) return new Date(given.toNumber());
  throw new BSONRuntimeError(`Unrecognized type for EJSON date: ${typeof given}`);
}

function isReference(value) {
  const keys = Object.keys(value).filter((key) => key.startsWith("$"));
  return "$ref" in value && "$id" in value && keys.every((key) => REFERENCE_KEYS.includes(key));
}

function referenceOf(value) {
  if (value instanceof DBRef) return value;
  const pointed = value.$dbPointer ?? value;
  return pointed instanceof DBRef ? pointed : DBRef.fromExtendedJSON(pointed);
}

/**
 * @param {unknown} value
 * @param {Function | Array | object} [replacer] or the options
 * @param {string | number | object} [space] or the options
 * @param {{relaxed?: boolean, legacy?: boolean}} [options]
 * @returns {string}
 */
function stringify(value, replacer = undefined, space = undefined, options = undefined) {
  let [how, by, gap] = [options, replacer, space];
  if (typeof gap === "object" && gap !== null) [how, gap] = [gap, 0];
  if (typeof by === "object" && by !== null && !Array.isArray(by)) [how, by, gap] = [by, undefined, space && typeof space !== "object" ? space : 0];
  return JSON.stringify(extended(value, howOf(how)), by, gap);
}

function howOf(options) {
  return { relaxed: true, legacy: false, ...options, around: [{ name: "(root)", value: undefined }] };
}

/** What stands for a value in JSON. */
function extended(value, how) {
  if (value === undefined) return null;
  if (value instanceof Date) return extendedDate(value, how);
  if (typeof value === "number") return extendedNumber(value, how);
  if (typeof value === "bigint") {
    const bits = BigInt.asIntN(64, value);
    return how.relaxed ? Number(bits) : { $numberLong: bits.toString() };
  }
  if (value instanceof RegExp) return extendedPattern(value, how);
  if (typeof value !== "object" || value === null) return value;
  return within(value, how);
}

function extendedDate(date, { legacy, relaxed }) {
  const ms = date.getTime();
  const isUsual = ms > -1 && ms < RELAXED_MS_MAX && date.getUTCFullYear() <= 9999;
  const text = () => (date.getUTCMilliseconds() === 0 ? date.toISOString().replace(".000Z", "Z") : date.toISOString());
  if (legacy) return { $date: relaxed && isUsual ? ms : text() };
  return { $date: relaxed && isUsual ? text() : { $numberLong: ms.toString() } };
}

function extendedNumber(value, { relaxed }) {
  if (relaxed && Number.isFinite(value)) return value;
  if (Number.isInteger(value) && !Object.is(value, -0)) {
    if (value >= INT32_MIN && value <= INT32_MAX) return { $numberInt: value.toString() };
    if (value >= INT64_MIN && value <= INT64_MAX) return { $numberLong: value.toString() };
  }
  return { $numberDouble: Object.is(value, -0) ? "-0.0" : value.toString() };
}

function extendedPattern(value, how) {
  return new BSONRegExp(value.source, value.flags).toExtendedJSON(how);
}

/** An object, which may not be in itself. */
function within(value, how) {
  const { around } = how;
  const at = around.findIndex((one) => one.value === value);
  if (at >= 0) throw circle(around, at);
  around.at(-1).value = value;
  if (Array.isArray(value)) {
    return value.map((item, index) => named(`index ${index}`, item, how));
  }
  if (value._bsontype !== undefined) return ofClass(value, how);
  return fields(value instanceof Map ? Object.fromEntries(value) : value, how);
}

function fields(object, how) {
  const copy = {};
  for (const key of Object.keys(object)) {
    const value = named(key, object[key], how);
    if (key === "__proto__") Object.defineProperty(copy, key, { value, writable: true, enumerable: true, configurable: true });
    else copy[key] = value;
  }
  return copy;
}

function named(name, value, how) {
  how.around.push({ name, value: undefined });
  const result = extended(value, how);
  how.around.pop();
  return result;
}

/** A value of one of the package's classes; what it holds is written too. */
function ofClass(value, how) {
  if (value[Symbol.for("@@mdb.bson.version")] !== VERSION) throw new BSONVersionError();
  if (value instanceof Code && value.scope) return new Code(value.code, named("scope", value.scope, how)).toExtendedJSON(how);
  if (value instanceof DBRef) {
    const oid = named("oid", value.oid, how);
    return new DBRef(value.collection, oid, value.db, named("fields", value.fields, how)).toExtendedJSON(how);
  }
  return value.toExtendedJSON(how);
}

function circle(around, at) {
  const before = around.slice(0, at).map(({ name }) => `${name} -> `).join("");
  const start = around[at].name;
  const middle = around.slice(at + 1, -1).map(({ name }) => `${name} -> `).join("");
  const end = around.at(-1).name;
  const space = " ".repeat(before.length + start.length / 2);
  const dashes = "-".repeat(` -> ${middle}`.length + (start.length + end.length) / 2 - 1);
  return new BSONError(
    `Converting circular structure to EJSON:\n    ${before}${start} -> ${middle}${end}\n    ${space}\\${dashes}/`,
  );
}

/** @param {unknown} value @param {object} [options] @returns {unknown} what JSON would be written of */
function serialize(value, options = undefined) {
  return JSON.parse(stringify(value, options ?? {}));
}

/** @param {unknown} value as `serialize` gives it @param {object} [options] @returns {unknown} */
function deserialize(value, options = undefined) {
  return parse(JSON.stringify(value), options ?? {});
}

module.exports = { EJSON: Object.freeze({ parse, stringify, serialize, deserialize }) };

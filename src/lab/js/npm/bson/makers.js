"use strict";

// What the host calls to make values of these classes, see host/documents/makers.rs.

const { BSONError, BSONVersionError } = require("npm/bson/errors");
const { ObjectId } = require("npm/bson/object_id");
const { Long } = require("npm/bson/long");
const { Int32, Double } = require("npm/bson/numbers");
const { Decimal128 } = require("npm/bson/decimal128");
const { Binary, UUID } = require("npm/bson/binary");
const { Timestamp } = require("npm/bson/timestamp");
const { Code, BSONRegExp, BSONSymbol, MinKey, MaxKey, DBRef } = require("npm/bson/text_values");

/** The flags of JavaScript by the options of a stored pattern, and the other way round. */
const FLAGS = { i: "i", m: "m", s: "g" };
const timeOf = Date.prototype.getTime;
const entriesOf = Map.prototype.entries;
const UUID_SUBTYPE = 4;
const UUID_BYTES = 16;

function objectId(i0, i1, i2, i3) {
  // Filled here: a new one would cost bytes of randomness and a count.
  const id = new ObjectId(0, 0);
  id.i0 = i0;
  id.i1 = i1;
  id.i2 = i2;
  id.i3 = i3;
  return id;
}

function binary(bytes, subType) {
  const buffer = Buffer.from(bytes.buffer);
  if (subType === UUID_SUBTYPE && buffer.length === UUID_BYTES) return new UUID(buffer);
  return new Binary(buffer, subType);
}

function flagsOf(pattern) {
  const { source, ignoreCase, global, multiline } = pattern;
  return [source, `${ignoreCase ? "i" : ""}${global ? "s" : ""}${multiline ? "m" : ""}`];
}

function patternOf(pattern, options) {
  return new RegExp(pattern, [...options].map((option) => FLAGS[option] ?? "").join(""));
}

host.bsonMakers({
  samples: [new Date(0), new Map(), /x/],
  time: (date) => Reflect.apply(timeOf, date, []),
  entries: (map) => [...Reflect.apply(entriesOf, map, [])],
  flags: flagsOf,
  level() {},
  error: (message) => new BSONError(message),
  versionError: () => new BSONVersionError(),
  ObjectId: objectId,
  Long: (low, high) => new Long(low, high),
  Timestamp: (low, high) => new Timestamp(new Long(low, high, true)),
  Int32: (number) => new Int32(number),
  Double: (number) => new Double(number),
  Decimal128: (bytes) => new Decimal128(Buffer.from(bytes.buffer)),
  Binary: binary,
  Buffer: (bytes) => Buffer.from(bytes.buffer),
  Date: (ms) => new Date(ms),
  RegExp: patternOf,
  BSONRegExp: (pattern, options) => new BSONRegExp(pattern, options),
  Code: (code, scope) => new Code(code, scope),
  BSONSymbol: (text) => new BSONSymbol(text),
  MinKey: () => new MinKey(),
  MaxKey: () => new MaxKey(),
  DBRef: (document) => DBRef.fromExtendedJSON(document),
});

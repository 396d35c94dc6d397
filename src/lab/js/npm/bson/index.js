"use strict";

// The package `bson` 7: values of MongoDB's documents, and documents as bytes and as Extended JSON.

const errors = require("npm/bson/errors");
const { BSONValue } = require("npm/bson/value");
const { ObjectId } = require("npm/bson/object_id");
const { Long } = require("npm/bson/long");
const { Int32, Double } = require("npm/bson/numbers");
const { Decimal128 } = require("npm/bson/decimal128");
const { Binary, UUID } = require("npm/bson/binary");
const { Timestamp } = require("npm/bson/timestamp");
const { Code, BSONRegExp, BSONSymbol, MinKey, MaxKey, DBRef } = require("npm/bson/text_values");
const { rootOf, ...bytes } = require("npm/bson/bytes");
const { EJSON } = require("npm/bson/ejson");
const { refused } = require("npm/refused");

/** The numbers of the types (bsonspec.org/spec.html). */
const BSONType = Object.freeze({
  double: 1, string: 2, object: 3, array: 4, binData: 5, undefined: 6, objectId: 7, bool: 8, date: 9, null: 10,
  regex: 11, dbPointer: 12, javascript: 13, symbol: 14, javascriptWithScope: 15, int: 16, timestamp: 17, long: 18,
  decimal: 19, minKey: -1, maxKey: 127,
});

/** @param {unknown} value @returns {string | undefined} which class of the package it is of */
function bsonType(value) {
  return value?._bsontype;
}

/** The inner tools of the package, which nobody needs who has Buffer and DataView. */
const refusing = (name, methods) => Object.fromEntries(methods.map((method) => [method, refused("bson", `${name}.${method}`)]));

const BSON = {
  ...errors, BSONRegExp, BSONSymbol, BSONType, BSONValue, Binary, Code, DBRef, Decimal128, Double, EJSON, Int32, Long,
  MaxKey, MinKey, ObjectId, Timestamp, UUID, bsonType, ...bytes,
  ByteUtils: refusing("ByteUtils", ["toLocalBufferType", "allocate", "fromHex", "toHex", "fromBase64", "toBase64"]),
  NumberUtils: refusing("NumberUtils", ["getInt32LE", "setInt32LE", "getBigInt64LE", "setBigInt64LE", "getFloat64LE"]),
  onDemand: refusing("onDemand", ["parseToElements"]),
};

module.exports = { BSON, ...BSON };
